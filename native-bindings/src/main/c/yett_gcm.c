/* SPDX-License-Identifier: Apache-2.0 */
/* AES-GCM on this CPU by the multi-buffer library, one call per packet. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "yett_dpdk.h"

#ifdef YETT_HAVE_IPSEC_MB

#include <intel-ipsec-mb.h>
#include <pthread.h>

#include <rte_crypto.h>
#include <rte_malloc.h>
#include <rte_mbuf.h>

#define TAG 16
#define MAX_AAD 64
#define IV_OFFSET (sizeof(struct rte_crypto_op) + sizeof(struct rte_crypto_sym_op))

/* Sixteen cache lines, and what every packet reads of it besides the key is in the last. */
struct gcm_session {
    union {
        struct gcm_key_data key;
        struct {
            uint8_t used_by_key[sizeof(((struct gcm_key_data *)0)->expanded_keys) +
            sizeof(((struct gcm_key_data *)0)->ghash_keys)];
            aes_gcm_enc_dec_t run;
            uint32_t aad_length;
            int32_t encrypt;
        };
    };
};
_Static_assert(sizeof(struct gcm_session) == 1024, "a session has 16 cache lines");

/* Only its function pointers are used, which never change once they are set; so all threads share it. */
static IMB_MGR *manager;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static inline void *pointer(uint64_t address)
{
    return (void *)(uintptr_t)address;
}

static void create_manager(void)
{
    IMB_MGR *created = alloc_mb_mgr(0);

    if (created == NULL)
        return;
    init_mb_mgr_auto(created, NULL);
    if (created->gcm128_enc == NULL || created->gcm128_pre == NULL) {
        free_mb_mgr(created);
        return;
    }
    manager = created;
}

int32_t yett_gcm_available(void)
{
    pthread_once(&once, create_manager);
    return manager != NULL;
}

/* Expands the key and chooses the function. */
static int set_key(struct gcm_session *session, const void *key, int32_t key_length)
{
    switch (key_length) {
    case 16:
        IMB_AES128_GCM_PRE(manager, key, &session->key);
        session->run = session->encrypt ? manager->gcm128_enc : manager->gcm128_dec;
        return 0;
    case 24:
        IMB_AES192_GCM_PRE(manager, key, &session->key);
        session->run = session->encrypt ? manager->gcm192_enc : manager->gcm192_dec;
        return 0;
    case 32:
        IMB_AES256_GCM_PRE(manager, key, &session->key);
        session->run = session->encrypt ? manager->gcm256_enc : manager->gcm256_dec;
        return 0;
    default:
        return -EINVAL;
    }
}

int64_t yett_gcm_session_create(int32_t encrypt, uint64_t key, int32_t key_length, int32_t aad_length)
{
    struct gcm_session *session;
    int result;

    if (!yett_gcm_available())
        return -ENOTSUP;
    if (aad_length < 0 || aad_length > MAX_AAD)
        return -EINVAL;
    session = rte_zmalloc("yett_gcm", sizeof(*session), 64);
    if (session == NULL)
        return -ENOMEM;
    session->encrypt = encrypt;
    session->aad_length = (uint32_t)aad_length;
    result = set_key(session, pointer(key), key_length);
    if (result != 0) {
        rte_free(session);
        return result;
    }
    return (int64_t)(uintptr_t)session;
}

void yett_gcm_session_free(uint64_t session)
{
    explicit_bzero(pointer(session), sizeof(struct gcm_session));
    rte_free(pointer(session));
}

/* Without a branch on the octets: how many of them agree must not show in time. */
static int is_equal(const uint8_t *a, const uint8_t *b)
{
    uint64_t x[2], y[2];

    memcpy(x, a, TAG);
    memcpy(y, b, TAG);
    return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0;
}

/* 0 if the op succeeded, else 1. */
static inline int32_t run_one(struct rte_crypto_op *op)
{
    struct rte_crypto_sym_op *sym = op->sym;
    const struct gcm_session *session = sym->session;
    const uint8_t *iv = (const uint8_t *)op + IV_OFFSET;
    uint8_t *text = rte_pktmbuf_mtod_offset(sym->m_src, uint8_t *, sym->aead.data.offset);
    struct gcm_context_data context;
    uint8_t computed[TAG];

    if (session->encrypt) {
        session->run(&session->key, &context, text, text, sym->aead.data.length, iv, sym->aead.aad.data,
                session->aad_length, sym->aead.digest.data, TAG);
        op->status = RTE_CRYPTO_OP_STATUS_SUCCESS;
        return 0;
    }
    session->run(&session->key, &context, text, text, sym->aead.data.length, iv, sym->aead.aad.data,
            session->aad_length, computed, TAG);
    if (is_equal(computed, sym->aead.digest.data)) {
        op->status = RTE_CRYPTO_OP_STATUS_SUCCESS;
        return 0;
    }
    op->status = RTE_CRYPTO_OP_STATUS_AUTH_FAILED;
    return 1;
}

int32_t yett_gcm_run(uint64_t ops, int32_t count)
{
    struct rte_crypto_op **array = pointer(ops);
    int32_t failed = 0;

    for (int32_t i = 0; i < count; i++)
        failed += run_one(array[i]);
    return failed;
}

#else

int32_t yett_gcm_available(void)
{
    return 0;
}

int64_t yett_gcm_session_create(int32_t encrypt, uint64_t key, int32_t key_length, int32_t aad_length)
{
    (void)encrypt;
    (void)key;
    (void)key_length;
    (void)aad_length;
    return -ENOTSUP;
}

void yett_gcm_session_free(uint64_t session)
{
    (void)session;
}

int32_t yett_gcm_run(uint64_t ops, int32_t count)
{
    (void)ops;
    return count;
}

#endif
