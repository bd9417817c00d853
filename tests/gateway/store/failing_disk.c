/* A disk whose writes and syncs of the store's files fail on demand: preloaded, and told by its variables.
 *
 * `fail_at` counts down at each write, truncation and sync; the one that finds it at 1 fails with `fail_with`
 * (an errno), as do the `fail_for` - 1 after it. With `fail_short` the first of them writes half instead.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

int fail_at, fail_for, fail_with, fail_short, failed;

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))
typedef ssize_t (*write_f)(int, const void *, size_t);
typedef ssize_t (*pwrite_f)(int, const void *, size_t, off_t);
typedef int (*sync_f)(int);
typedef int (*truncate_f)(int, off_t);

static int ours(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return strstr(path, "/station.db") != 0;
}

static int fails(int file) {
    if (!fail_at || !ours(file)) return 0;
    if (fail_at > 1) {
        fail_at--;
        return 0;
    }
    if (fail_for-- <= 0) {
        fail_at = 0;
        return 0;
    }
    failed++;
    errno = fail_with;
    return 1;
}

ssize_t write(int file, const void *bytes, size_t length) {
    if (fails(file)) return -1;
    return REAL("write", write_f)(file, bytes, length);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t offset) {
    int first = !failed;
    if (fails(file)) {
        if (!(fail_short && first && length > 1)) return -1;
        return REAL("pwrite64", pwrite_f)(file, bytes, length / 2, offset);
    }
    return REAL("pwrite64", pwrite_f)(file, bytes, length, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
    return pwrite64(file, bytes, length, offset);
}

int ftruncate64(int file, off_t length) {
    return fails(file) ? -1 : REAL("ftruncate64", truncate_f)(file, length);
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int fsync(int file) { return fails(file) ? -1 : REAL("fsync", sync_f)(file); }

int fdatasync(int file) { return fails(file) ? -1 : REAL("fdatasync", sync_f)(file); }
