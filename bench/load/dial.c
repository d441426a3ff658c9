#include "load.h"
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { UNKNOWN_PARTITION = 3, LEADER_NOT_AVAILABLE = 5, NOT_LEADER = 6, RETRY_US = 2000 };

int try_dial(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) die("getaddrinfo");
  int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
  if (fd < 0) die("socket");
  int failed = connect(fd, found->ai_addr, found->ai_addrlen);
  freeaddrinfo(found);
  if (failed) {
    close(fd);
    return -1;
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

int dial(const char *host, const char *port) {
  int fd = try_dial(host, port);
  if (fd < 0) die("connect");
  return fd;
}

void make_non_blocking(int fd) { fcntl(fd, F_SETFL, O_NONBLOCK); }

void write_all(int fd, const void *bytes, size_t size) {
  const uint8_t *p = bytes;
  while (size > 0) {
    ssize_t put = write(fd, p, size);
    if (put < 0) die("write");
    p += put;
    size -= put;
  }
}

static int read_all(int fd, uint8_t *into, size_t size) {
  while (size > 0) {
    ssize_t got = read(fd, into, size);
    if (got <= 0) return 0;
    into += got;
    size -= got;
  }
  return 1;
}

uint8_t *read_answer(int fd) {
  uint8_t size[4];
  if (!read_all(fd, size, 4)) return NULL;
  uint8_t *answer = malloc(4 + get32(size));
  put32(answer, get32(size));
  if (read_all(fd, answer + 4, get32(size))) return answer;
  free(answer);
  return NULL;
}

uint64_t produce_once(int fd, const char *topic, int partition, const struct batch *batch) {
  struct request request = produce_request(topic, partition, 1, batch);
  while (1) {
    write_all(fd, request.bytes, request.size);
    uint8_t *answer = read_answer(fd);
    if (answer == NULL) { errno = ECONNRESET; die("produce"); }
    uint64_t base_offset;
    int error = produce_error(answer, topic, &base_offset);
    free(answer);
    if (error == 0) {
      free(request.bytes);
      return base_offset;
    }
    if (error != UNKNOWN_PARTITION && error != LEADER_NOT_AVAILABLE && error != NOT_LEADER) {
      refused("Produce", error);
    }
    usleep(RETRY_US);
  }
}
