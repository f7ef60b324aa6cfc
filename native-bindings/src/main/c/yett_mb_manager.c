/* SPDX-License-Identifier: Apache-2.0 */
/* Managers of the multi-buffer library, and which of them hashes faster. */
#include "yett_dpdk.h"

#ifdef YETT_HAVE_IPSEC_MB

#include <pthread.h>
#include <string.h>
#include <time.h>

#include <rte_malloc.h>

#include "yett_mb.h"

#define PROBE_OCTETS 512
#define PROBE_ROUNDS 9

/* The library knows this CPU, and its self-test, if it has one, agrees. */
static int is_ready(const IMB_MGR *manager)
{
    uint64_t tested = manager->features & (IMB_FEATURE_SELF_TEST | IMB_FEATURE_SELF_TEST_PASS);

    return manager->submit_hash_burst_nocheck != NULL && tested != IMB_FEATURE_SELF_TEST;
}

/* Of huge pages, and so that it can be wiped: its queues hold what packets left there. */
IMB_MGR *mb_manager_create(int sha)
{
    void *memory = rte_zmalloc("yett_mb", imb_get_mb_mgr_size(), 64);
    IMB_MGR *manager;

    if (memory == NULL)
        return NULL;
    manager = imb_set_pointers_mb_mgr(memory, 0, 1);
    if (manager != NULL && sha && (manager->features & IMB_FEATURE_SHANI) == 0)
        manager = NULL;
    if (manager != NULL) {
        if (sha)
            init_mb_mgr_sse(manager);
        else
            init_mb_mgr_auto(manager, NULL);
        if (!is_ready(manager))
            manager = NULL;
    }
    if (manager == NULL)
        rte_free(memory);
    return manager;
}

static IMB_MGR *shared;
static pthread_once_t shared_once = PTHREAD_ONCE_INIT;

static void create_shared(void)
{
    shared = mb_manager_create(0);
}

IMB_MGR *mb_manager_shared(void)
{
    pthread_once(&shared_once, create_shared);
    return shared;
}

void mb_manager_free(IMB_MGR *manager)
{
    if (manager == NULL)
        return;
    explicit_bzero(manager, imb_get_mb_mgr_size());
    rte_free(manager);
}

IMB_HASH_ALG mb_hash(int32_t auth)
{
    switch (auth) {
    case YETT_AUTH_SHA1_HMAC:
        return IMB_AUTH_HMAC_SHA_1;
    case YETT_AUTH_SHA256_HMAC:
        return IMB_AUTH_HMAC_SHA_256;
    case YETT_AUTH_SHA384_HMAC:
        return IMB_AUTH_HMAC_SHA_384;
    case YETT_AUTH_SHA512_HMAC:
        return IMB_AUTH_HMAC_SHA_512;
    case YETT_AUTH_AES_XCBC_MAC:
        return IMB_AUTH_AES_XCBC;
    case YETT_AUTH_AES_CMAC:
        return IMB_AUTH_AES_CMAC;
    default:
        return 0;
    }
}

static void probe_job(IMB_JOB *job, const uint8_t *data, const uint8_t *key, uint8_t *tag)
{
    memset(job, 0, sizeof(*job));
    job->src = data;
    job->msg_len_to_hash_in_bytes = PROBE_OCTETS;
    job->auth_tag_output = tag;
    job->auth_tag_output_len_in_bytes = 16;
    job->u.HMAC._hashed_auth_key_xor_ipad = key;
    job->u.HMAC._hashed_auth_key_xor_opad = key;
    job->hash_alg = IMB_AUTH_HMAC_SHA_256;
    job->cipher_mode = IMB_CIPHER_NULL;
}

/* Nanoseconds of the quickest of some bursts: what else the CPU did meanwhile only makes one slower. */
static int64_t probe(IMB_MGR *manager, IMB_JOB *jobs, uint32_t count)
{
    int64_t best = INT64_MAX;

    for (int32_t round = 0; round < PROBE_ROUNDS; round++) {
        struct timespec begin, end;
        int64_t elapsed;

        clock_gettime(CLOCK_MONOTONIC, &begin);
        IMB_SUBMIT_HASH_BURST_NOCHECK(manager, jobs, count, IMB_AUTH_HMAC_SHA_256);
        clock_gettime(CLOCK_MONOTONIC, &end);
        elapsed = (end.tv_sec - begin.tv_sec) * 1000000000LL + end.tv_nsec - begin.tv_nsec;
        if (elapsed < best)
            best = elapsed;
    }
    return best;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t wide_from;

/*
 * SHA instructions work on two packets at once, the widest vectors on 16: these cost the same for one packet as for 16.
 * Which of them wins in a full burst differs from CPU to CPU.
 */
uint32_t mb_wide_from(IMB_MGR *wide, IMB_MGR *sha)
{
    static IMB_JOB jobs[MB_BURST];
    static uint8_t data[PROBE_OCTETS], tags[MB_BURST][MB_MAX_TAG];
    static uint8_t key[64] __attribute__((aligned(64)));

    pthread_mutex_lock(&lock);
    if (wide_from == 0) {
        wide_from = MB_BURST + 1;
        for (int32_t i = 0; i < MB_BURST; i++)
            probe_job(&jobs[i], data, key, tags[i]);
        for (uint32_t count = 16; count <= MB_BURST && wide_from > MB_BURST; count *= 2) {
            if (probe(wide, jobs, count) < probe(sha, jobs, count))
                wide_from = count;
        }
    }
    pthread_mutex_unlock(&lock);
    return wide_from;
}

#endif
