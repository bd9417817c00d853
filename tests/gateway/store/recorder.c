/* Records every write, truncation and sync of the store's files, in order, before it happens: preloaded.
 *
 * A record is: operation (1 byte: w, t, s), file (1 byte: 0 database, 1 log, 2 acks), offset (8), length
 * (4, both little-endian), then the bytes written. RECORD names the file they go to.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int record = -2;

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))
typedef ssize_t (*write_f)(int, const void *, size_t);
typedef ssize_t (*pwrite_f)(int, const void *, size_t, off_t);
typedef int (*sync_f)(int);
typedef int (*truncate_f)(int, off_t);

static int ends(const char *path, const char *with) {
    size_t a = strlen(path), b = strlen(with);
    return a >= b && !strcmp(path + a - b, with);
}

static int which(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return -1;
    path[size] = 0;
    return ends(path, "/store.db") ? 0 : ends(path, "/store.db-wal") ? 1 : ends(path, "/acks") ? 2 : -1;
}

static void note(char op, int file, uint64_t offset, uint32_t length, const void *bytes) {
    int kind = which(file);
    if (kind < 0) return;
    unsigned char head[14] = {(unsigned char)op, (unsigned char)kind};
    memcpy(head + 2, &offset, 8);
    memcpy(head + 10, &length, 4);
    pthread_mutex_lock(&turn);
    if (record == -2) record = open(getenv("RECORD"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    REAL("write", write_f)(record, head, sizeof head);
    if (bytes) REAL("write", write_f)(record, bytes, length);
    pthread_mutex_unlock(&turn);
}

ssize_t write(int file, const void *bytes, size_t length) {
    note('w', file, (uint64_t)lseek(file, 0, SEEK_CUR), (uint32_t)length, bytes);
    return REAL("write", write_f)(file, bytes, length);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t offset) {
    note('w', file, (uint64_t)offset, (uint32_t)length, bytes);
    return REAL("pwrite64", pwrite_f)(file, bytes, length, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
    return pwrite64(file, bytes, length, offset);
}

int ftruncate64(int file, off_t length) {
    note('t', file, (uint64_t)length, 0, 0);
    return REAL("ftruncate64", truncate_f)(file, length);
}

int ftruncate(int file, off_t length) {
    return ftruncate64(file, length);
}

int fsync(int file) {
    int done = REAL("fsync", sync_f)(file);
    note('s', file, 0, 0, 0);
    return done;
}

int fdatasync(int file) {
    int done = REAL("fdatasync", sync_f)(file);
    note('s', file, 0, 0, 0);
    return done;
}
