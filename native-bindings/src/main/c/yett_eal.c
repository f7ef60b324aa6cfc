/* SPDX-License-Identifier: Apache-2.0 */
/* Start of DPDK, its log, its heap, and the registration of threads. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_lcore.h>
#include <rte_log.h>
#include <rte_malloc.h>

#include "yett_dpdk.h"

/*
 * The log. DPDK writes from any thread, also from within a critical downcall, so it must not call back into Java:
 * a bounded ring of bytes in C, which Java empties when it likes.
 */
#define LOG_BYTES 65536u

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static char log_ring[LOG_BYTES];
static uint64_t log_head; /* next byte to write */
static uint64_t log_tail; /* next byte to read */

static ssize_t log_write(void *cookie, const char *bytes, size_t length)
{
    (void)cookie;
    pthread_mutex_lock(&log_lock);
    for (size_t i = 0; i < length; i++)
        log_ring[log_head++ % LOG_BYTES] = bytes[i];
    if (log_head - log_tail > LOG_BYTES)
        log_tail = log_head - LOG_BYTES;
    pthread_mutex_unlock(&log_lock);
    return (ssize_t)length;
}

int32_t yett_log_read(char *buffer, int32_t length)
{
    int32_t taken = 0;

    pthread_mutex_lock(&log_lock);
    while (taken < length && log_tail != log_head)
        buffer[taken++] = log_ring[log_tail++ % LOG_BYTES];
    pthread_mutex_unlock(&log_lock);
    return taken;
}

static FILE *stream; /* writes to the ring */

static int open_log(void)
{
    if (stream == NULL) {
        stream = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = log_write });
        if (stream == NULL)
            return -errno;
    }
    return rte_openlog_stream(stream);
}

void yett_log_level(int32_t level)
{
    rte_log_set_global_level((uint32_t)level);
}

/* DPDK keeps pointers into its arguments, so they live as long as the process. */
static char **copy_arguments(int32_t argc, const char *const *argv)
{
    char **copy = calloc((size_t)argc + 2, sizeof(*copy));

    if (copy == NULL)
        return NULL;
    copy[0] = strdup("yett");
    for (int32_t i = 0; i < argc; i++)
        copy[i + 1] = strdup(argv[i]);
    for (int32_t i = 0; i <= argc; i++)
        if (copy[i] == NULL)
            return NULL;
    return copy;
}

/*
 * rte_eal_init, with what it prints by itself kept off the terminal: its usage text is dropped, its alerts go to the
 * log. Only C's stdio is touched, which the JVM does not use.
 */
static int quiet_init(int argc, char **argv)
{
    FILE *out = stdout;
    FILE *err = stderr;
    FILE *nothing = fopen("/dev/null", "w");
    int result;

    stderr = stream;
    if (nothing != NULL)
        stdout = nothing;
    rte_errno = 0;
    result = rte_eal_init(argc, argv);
    fflush(stream);
    stdout = out;
    stderr = err;
    if (nothing != NULL)
        fclose(nothing);
    return result;
}

int32_t yett_eal_init(int32_t argc, const char *const *argv)
{
    static atomic_flag called = ATOMIC_FLAG_INIT;
    cpu_set_t affinity;
    char **copy;
    int result;

    if (argc < 0)
        return -EINVAL;
    if (atomic_flag_test_and_set(&called))
        return -EALREADY;
    copy = copy_arguments(argc, argv);
    if (copy == NULL)
        return -ENOMEM;
    result = open_log();
    if (result < 0)
        return result;
    if (pthread_getaffinity_np(pthread_self(), sizeof(affinity), &affinity) != 0)
        return -EINVAL;
    result = quiet_init(argc + 1, copy);
    pthread_setaffinity_np(pthread_self(), sizeof(affinity), &affinity);
    open_log(); /* DPDK may have chosen its own stream meanwhile */
    if (result < 0)
        return rte_errno > 0 ? -rte_errno : -EINVAL;
    return 0;
}

int32_t yett_eal_cleanup(void)
{
    return rte_eal_cleanup();
}

int32_t yett_eal_has_hugepages(void)
{
    return rte_eal_has_hugepages() != 0;
}

int64_t yett_malloc(uint64_t bytes, uint32_t alignment, int32_t socket)
{
    void *memory = rte_zmalloc_socket("yett", bytes, alignment, socket);

    return memory == NULL ? -ENOMEM : (int64_t)(uintptr_t)memory;
}

void yett_free(uint64_t address)
{
    rte_free((void *)(uintptr_t)address);
}

int32_t yett_thread_register(void)
{
    if (rte_lcore_id() == LCORE_ID_ANY && rte_thread_register() != 0)
        return rte_errno > 0 ? -rte_errno : -ENOMEM;
    return (int32_t)rte_lcore_id();
}

void yett_thread_unregister(void)
{
    /* The thread that started EAL keeps its id. */
    if (rte_lcore_id() != rte_get_main_lcore())
        rte_thread_unregister();
}

int32_t yett_thread_may_use(int32_t cpu)
{
    cpu_set_t set;

    if (cpu < 0 || cpu >= CPU_SETSIZE || pthread_getaffinity_np(pthread_self(), sizeof(set), &set) != 0)
        return 0;
    return CPU_ISSET(cpu, &set) != 0;
}

int32_t yett_thread_pin(int32_t cpu)
{
    cpu_set_t set;

    if (cpu < 0 || cpu >= CPU_SETSIZE)
        return -EINVAL;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    return -pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
}

int32_t yett_thread_cpu(void)
{
    return sched_getcpu();
}
