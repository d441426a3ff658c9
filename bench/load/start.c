/* How long things take that happen once: a topic's creation, a broker's start. */
#include "load.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TOPIC_EXISTS = 36, GIVE_UP_SECONDS = 120, RETRY_US = 1000, MOST_ARGUMENTS = 63 };

static int create_topic(int fd, const char *topic, int partitions) {
  uint8_t r[512], *p = put_header(r + 4, 19, CREATE_TOPICS_VERSION);
  p = put32(p, 1);
  p = put_string(p, topic);
  p = put32(p, partitions);
  p = put16(p, 1); /* replicas */
  p = put32(p, 0); /* no assignments, no configs */
  p = put32(p, 0);
  p = put32(p, GIVE_UP_SECONDS * 1000);
  *p++ = 0;
  put32(r, p - r - 4);
  write_all(fd, r, p - r);
  uint8_t *answer = read_answer(fd);
  if (answer == NULL) { errno = ECONNRESET; die("CreateTopics"); }
  /* size, correlation, throttle, topics 1, name */
  int error = get16(answer + 4 + 4 + 4 + 4 + 2 + strlen(topic));
  free(answer);
  return error;
}

int run_create(int argc, char **a) {
  (void)argc;
  const char *topic = a[2];
  int partitions = atoi(a[3]), fd = dial(a[0], a[1]);
  struct batch batch = build_batch(100, 100);
  double start = now();
  int error = create_topic(fd, topic, partitions);
  if (error != 0) refused("CreateTopics", error);
  sample(now() - start);
  for (int i = 0; i < partitions; i++) produce_once(fd, topic, i, &batch);
  report("create", partitions, partitions * batch.size, partitions, now() - start);
  return 0;
}

static pid_t start_broker(char **command) {
  pid_t child = fork();
  if (child != 0) return child;
  int out = open("/dev/null", O_WRONLY);
  dup2(out, 1);
  dup2(out, 2);
  execvp(command[0], command);
  _exit(127);
}

/* The partition's topic is created unless it is there. The broker is stopped in the end. */
int run_first(int argc, char **a) {
  char *command[MOST_ARGUMENTS + 1] = {0};
  for (int i = 4; i < argc && i - 4 < MOST_ARGUMENTS; i++) command[i - 4] = a[i];
  const char *topic = a[2];
  int partition = atoi(a[3]), fd;
  struct batch batch = build_batch(100, 100);
  double start = now();
  pid_t child = start_broker(command);
  while ((fd = try_dial(a[0], a[1])) < 0) {
    if (waitpid(child, NULL, WNOHANG) == child) { errno = ECHILD; die("the broker did not start"); }
    if (now() - start > GIVE_UP_SECONDS) {
      kill(child, SIGKILL);
      errno = ETIMEDOUT;
      die("the broker did not start");
    }
    usleep(RETRY_US);
  }
  sample(now() - start);
  int error = create_topic(fd, topic, partition + 1);
  if (error != 0 && error != TOPIC_EXISTS) refused("CreateTopics", error);
  produce_once(fd, topic, partition, &batch);
  report("first", 1, batch.size, 1, now() - start);
  kill(child, SIGTERM);
  waitpid(child, NULL, 0);
  return 0;
}
