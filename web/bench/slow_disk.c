/* A disk whose fsync costs 5 ms more, as on an SD card: preloaded, it stands before the C library's own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static void wait_5_ms(void) {
    struct timespec pause = {0, 5000000};
    nanosleep(&pause, 0);
}

int fsync(int file) {
    wait_5_ms();
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
    wait_5_ms();
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}
