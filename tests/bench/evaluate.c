/* Evaluates a circuit of AND, OR and XOR gates with two wires and constants on packed input vectors: the plain loops
   that the numba kernel of uniform/circuits/evaluate_kernel.py is measured against.

   usage: evaluate CIRCUIT BLOCK REPETITIONS
   CIRCUIT holds, as 64-bit little-endian integers: inputs, gates, outputs, rows, words; then for each gate its kind,
   its own row and the rows of its two children; then the rows of the outputs; then the words of the inputs, input by
   input, which have the first rows. Gates are taken in order for BLOCK words at a time. Prints the best time in seconds
   of one evaluation, and the exclusive or of all output words. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FALSE_GATE = 0, AND_GATE = 4, OR_GATE = 5, XOR_GATE = 6 }; /* the codes of uniform.circuits.gates.Kind */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void run(const uint8_t *kind, const int32_t *row, int64_t gates, int64_t block, int64_t size,
                uint64_t *values) {
    for (int64_t g = 0; g < gates; g++) {
        uint64_t *restrict out = values + row[3 * g] * block;
        const uint64_t *left = values + row[3 * g + 1] * block, *right = values + row[3 * g + 2] * block;
        switch (kind[g]) {
        case AND_GATE:
            for (int64_t v = 0; v < size; v++) out[v] = left[v] & right[v];
            break;
        case OR_GATE:
            for (int64_t v = 0; v < size; v++) out[v] = left[v] | right[v];
            break;
        case XOR_GATE:
            for (int64_t v = 0; v < size; v++) out[v] = left[v] ^ right[v];
            break;
        default:
            for (int64_t v = 0; v < size; v++) out[v] = 0;
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    FILE *file = fopen(argv[1], "rb");
    int64_t head[5], block = atoll(argv[2]), repetitions = atoll(argv[3]);
    if (!file || fread(head, 8, 5, file) != 5) return 2;
    int64_t inputs = head[0], gates = head[1], outputs = head[2], rows = head[3], words = head[4];
    uint8_t *kind = malloc(gates + 1);
    int32_t *row = malloc(12 * gates + 12);
    int64_t *output = malloc(8 * outputs + 8), read[4];
    for (int64_t g = 0; g < gates; g++) {
        if (fread(read, 8, 4, file) != 4) return 2;
        kind[g] = read[0];
        for (int64_t i = 0; i < 3; i++) row[3 * g + i] = read[i + 1];
    }
    uint64_t *given = malloc(8 * inputs * words + 8), *result = malloc(8 * outputs * words + 8);
    uint64_t *values = malloc(8 * rows * block + 8);
    if (fread(output, 8, outputs, file) != (size_t)outputs) return 2;
    if (fread(given, 8, inputs * words, file) != (size_t)(inputs * words)) return 2;
    double best = 1e9;
    for (int64_t r = 0; r < repetitions; r++) {
        double start = now();
        for (int64_t first = 0; first < words; first += block) {
            int64_t size = words - first < block ? words - first : block;
            for (int64_t i = 0; i < inputs; i++) memcpy(values + i * block, given + i * words + first, 8 * size);
            run(kind, row, gates, block, size, values);
            for (int64_t o = 0; o < outputs; o++)
                memcpy(result + o * words + first, values + output[o] * block, 8 * size);
        }
        double taken = now() - start;
        best = taken < best ? taken : best;
    }
    uint64_t all = 0;
    for (int64_t i = 0; i < outputs * words; i++) all ^= result[i];
    printf("%.9f %llu\n", best, (unsigned long long)all);
    return 0;
}
