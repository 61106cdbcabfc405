/* The limit for `python -m tests.bench.machine`: an interpreter of the emulator's own table, in C.

       emulator FILE     runs the machine of FILE, prints seconds, steps, cells visited, bytes and checksum of the output

   FILE holds numbers of 64 bits: how many states, rules, entries, actions, bytes of text, places in look_tape, tapes,
   the start state, and for each tape its number of cells; then the arrays of `PackedMachine`, in order, then the texts and
   the input tape a number a byte. Cells are metered; tapes are as long as they must be, so nothing enlarges them, and
   there are no checks that a correct machine does not need. */

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TAPES = 64, BUFFER = 1 << 20 };

static int64_t *at, *limit;

static int64_t next(void)
{
    if (at >= limit) {
        fprintf(stderr, "emulator: the file is too short\n");
        exit(2);
    }
    return *at++;
}

static int64_t *array(int64_t count)
{
    int64_t *start = at;
    at += count;
    return start;
}

static uint8_t *bytes(int64_t count)
{
    uint8_t *made = malloc(count + 1);
    for (int64_t i = 0; i < count; i++) made[i] = (uint8_t)next();
    return made;
}

static uint64_t sum = 1469598103934665603u;
static uint8_t buffer[BUFFER + (1 << 16)];
static int64_t length, total;

static void flush(void)
{
    uint64_t word;
    memset(buffer + length, 0, 8);
    for (int64_t i = 0; i < length; i += 8) { /* something must read the output, as the hash does on the other side */
        memcpy(&word, buffer + i, 8);
        sum = (sum ^ word) * 1099511628211u;
    }
    total += length;
    length = 0;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file) {
        fprintf(stderr, "usage: emulator FILE\n");
        return 2;
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    at = malloc(size);
    if (fread(at, 1, size, file) != (size_t)size) return 2;
    limit = at + size / 8;

    int64_t states = next(), rules = next(), entries = next(), actions = next(), texts = next(), places = next();
    int64_t tapes = next(), state = next();
    int64_t *sizes = array(tapes);
    int64_t *look = array(states), *base = array(states), *looks = array(states), *look_offset = array(states);
    int64_t *look_tape = array(places), *look_stride = array(places);
    int64_t *table = array(entries), *rule_of = array(entries);
    int64_t *rule_next = array(rules), *rule_end = array(rules), *rule_first = array(rules + 1);
    int64_t *rule_text = array(rules + 1);
    int64_t *action_tape = array(actions), *action_write = array(actions), *action_move = array(actions);
    uint8_t *text = bytes(texts);

    uint8_t *cells[TAPES];
    int64_t heads[TAPES], highest[TAPES];
    for (int64_t tape = 0; tape < tapes; tape++) {
        cells[tape] = tape == 0 ? bytes(sizes[0]) : calloc(sizes[tape], 1);
        cells[tape][0] = 1;
        heads[tape] = highest[tape] = 0;
    }

    struct timespec start, end;
    int64_t steps = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        int64_t seen = look[state], entry;
        if (seen >= 0) {
            int64_t count = seen >> 32 & 3, tape;
            entry = seen & 0xFFFFFFFF;
            if (count > 0) {
                tape = seen >> 34 & 63;
                entry += cells[tape][heads[tape]];
                if (count > 1) {
                    tape = seen >> 40 & 63;
                    entry += (int64_t)cells[tape][heads[tape]] << (seen >> 52 & 31);
                    if (count > 2) {
                        tape = seen >> 46 & 63;
                        entry += (int64_t)cells[tape][heads[tape]] << (seen >> 57 & 31);
                    }
                }
            }
        } else {
            entry = base[state];
            for (int64_t i = look_offset[state]; i < look_offset[state] + looks[state]; i++)
                entry += cells[look_tape[i]][heads[look_tape[i]]] * look_stride[i];
        }
        int64_t code = table[entry];
        while (code < -1) { /* a link of a diagram */
            entry = (~code >> 32) + cells[~code & 0xFFFFFFFF][heads[~code & 0xFFFFFFFF]];
            code = table[entry];
        }
        if (code >= 0) {
            if (code >> 62) {
                if (length >= BUFFER) flush();
                buffer[length++] = (uint8_t)(code >> 48);
            }
            state = code & 0x3FFFF;
            steps++;
            int64_t rest = code >> 20;
            for (int64_t count = code >> 18 & 3; count > 0; count--) {
                int64_t tape = rest & 63, written = rest >> 6 & 63;
                if (written) cells[tape][heads[tape]] = (uint8_t)(written - 1);
                heads[tape] += (rest >> 12 & 3) - 1;
                if (heads[tape] > highest[tape]) highest[tape] = heads[tape];
                rest >>= 14;
            }
            continue;
        }
        int64_t rule = rule_of[entry];
        if (rule < 0) break;
        int64_t printed = rule_text[rule + 1] - rule_text[rule];
        if (length + printed > BUFFER) flush();
        memcpy(buffer + length, text + rule_text[rule], printed);
        length += printed;
        steps += printed > 1 ? printed : 1;
        for (int64_t a = rule_first[rule]; a < rule_first[rule + 1]; a++) {
            int64_t tape = action_tape[a];
            if (action_write[a] >= 0) cells[tape][heads[tape]] = (uint8_t)action_write[a];
            heads[tape] += action_move[a];
            if (heads[tape] > highest[tape]) highest[tape] = heads[tape];
        }
        if (rule_end[rule]) break;
        state = rule_next[rule];
    }
    flush();
    clock_gettime(CLOCK_MONOTONIC, &end);
    int64_t visited = 0;
    for (int64_t tape = 1; tape < tapes; tape++) visited += highest[tape] + 1;
    double seconds = (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec);
    printf("%.6f %" PRId64 " %" PRId64 " %" PRId64 " %" PRIu64 "\n", seconds, steps, visited, total, sum);
    return 0;
}
