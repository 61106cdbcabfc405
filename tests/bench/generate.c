/* The limit for `python -m tests.bench.generate`: the text of the ripple adder, for one n, by a program that can do
   nothing else. One buffer, one conversion to decimal for each number printed, no checks.

       generate N FILE     writes the circuit to FILE, prints the seconds it took */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BUFFER = 1 << 20, LONGEST = 1 << 10 };

static char buffer[BUFFER + LONGEST];
static size_t used;
static FILE *file;

static void flush(void)
{
    if (fwrite(buffer, 1, used, file) != used) {
        perror("generate");
        exit(2);
    }
    used = 0;
}

#define TEXT(literal) (memcpy(buffer + used, literal, sizeof literal - 1), used += sizeof literal - 1)

static void number(unsigned long value)
{
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    memcpy(buffer + used, digits + first, sizeof digits - first);
    used += sizeof digits - first;
}

#define ADDRESS(name, index) (TEXT(name "["), number(index), TEXT("]"))
#define GATE(name, at, kind, left, i, right, j) \
    (ADDRESS(name, at), TEXT(" = " kind " "), ADDRESS(left, i), TEXT(" "), ADDRESS(right, j), TEXT("\n"))

int main(int argc, char **argv)
{
    if (argc != 3 || !(file = fopen(argv[2], "wb"))) {
        fprintf(stderr, "usage: generate N FILE\n");
        return 2;
    }
    unsigned long n = strtoul(argv[1], NULL, 10), i;
    struct timespec start, end;
    setvbuf(file, NULL, _IONBF, 0);
    clock_gettime(CLOCK_MONOTONIC, &start);
    TEXT("circuit ripple_adder ");
    number(n);
    TEXT("\ninput");
    for (i = 0; i < n; i++) {
        ADDRESS(" a", i);
        if (used >= BUFFER) flush();
    }
    for (i = 0; i < n; i++) {
        ADDRESS(" b", i);
        if (used >= BUFFER) flush();
    }
    TEXT("\ncarry[0] = FALSE\n");
    for (i = 0; i < n; i++) {
        GATE("half", i, "XOR", "a", i, "b", i);
        GATE("both", i, "AND", "a", i, "b", i);
        GATE("pass", i, "AND", "half", i, "carry", i);
        GATE("carry", i + 1, "OR", "both", i, "pass", i);
        GATE("s", i, "XOR", "half", i, "carry", i);
        if (used >= BUFFER) flush();
    }
    ADDRESS("s", n);
    TEXT(" = COPY ");
    ADDRESS("carry", n);
    TEXT("\noutput");
    for (i = 0; i <= n; i++) {
        ADDRESS(" s", i);
        if (used >= BUFFER) flush();
    }
    TEXT("\n");
    flush();
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (fclose(file)) {
        perror("generate");
        return 2;
    }
    printf("%.6f\n", (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec));
    return 0;
}
