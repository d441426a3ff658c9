#include "load.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { SAMPLES = 1 << 21 };
static float samples[SAMPLES];
static size_t sample_count;

void sample(double seconds) {
  if (sample_count < SAMPLES) samples[sample_count++] = seconds;
}

static int by_value(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

static double percentile_us(double q) {
  return sample_count ? samples[(size_t)((sample_count - 1) * q)] * 1e6 : 0;
}

void report(const char *what, uint64_t requests, uint64_t bytes, uint64_t records, double seconds) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double cpu = usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6 + usage.ru_stime.tv_sec +
               usage.ru_stime.tv_usec / 1e6;
  qsort(samples, sample_count, sizeof *samples, by_value);
  printf("{\"what\":\"%s\",\"requests\":%lu,\"bytes\":%lu,\"records\":%lu,\"seconds\":%.4f,"
         "\"requestsPerSecond\":%.0f,\"megabytesPerSecond\":%.1f,\"p50us\":%.0f,\"p99us\":%.0f,"
         "\"p999us\":%.0f,\"maxUs\":%.0f,\"ownCpuSeconds\":%.2f}\n",
         what, requests, bytes, records, seconds, requests / seconds, bytes / seconds / 1e6,
         percentile_us(.5), percentile_us(.99), percentile_us(.999), percentile_us(1), cpu);
}
