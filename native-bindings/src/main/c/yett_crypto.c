/* SPDX-License-Identifier: Apache-2.0 */
/* Crypto devices, sessions and operations. */
#include <errno.h>
#include <string.h>

#include <rte_crypto.h>
#include <rte_cryptodev.h>
#include <rte_dev.h>
#include <rte_errno.h>
#include <rte_mempool.h>

#include "yett_dpdk.h"

/* Polls without progress after which yett_crypto_run gives up: far beyond what a device of this CPU needs. */
#define MAX_IDLE_POLLS 10000

static const enum rte_crypto_aead_algorithm aeads[] = {
    [YETT_AEAD_AES_GCM] = RTE_CRYPTO_AEAD_AES_GCM,
    [YETT_AEAD_AES_CCM] = RTE_CRYPTO_AEAD_AES_CCM,
    [YETT_AEAD_CHACHA20_POLY1305] = RTE_CRYPTO_AEAD_CHACHA20_POLY1305,
};

static const enum rte_crypto_cipher_algorithm ciphers[] = {
    [YETT_CIPHER_NULL] = RTE_CRYPTO_CIPHER_NULL,
    [YETT_CIPHER_AES_CBC] = RTE_CRYPTO_CIPHER_AES_CBC,
    [YETT_CIPHER_AES_CTR] = RTE_CRYPTO_CIPHER_AES_CTR,
};

static const enum rte_crypto_auth_algorithm auths[] = {
    [YETT_AUTH_SHA1_HMAC] = RTE_CRYPTO_AUTH_SHA1_HMAC,
    [YETT_AUTH_SHA256_HMAC] = RTE_CRYPTO_AUTH_SHA256_HMAC,
    [YETT_AUTH_SHA384_HMAC] = RTE_CRYPTO_AUTH_SHA384_HMAC,
    [YETT_AUTH_SHA512_HMAC] = RTE_CRYPTO_AUTH_SHA512_HMAC,
    [YETT_AUTH_AES_GMAC] = RTE_CRYPTO_AUTH_AES_GMAC,
    [YETT_AUTH_AES_XCBC_MAC] = RTE_CRYPTO_AUTH_AES_XCBC_MAC,
    [YETT_AUTH_AES_CMAC] = RTE_CRYPTO_AUTH_AES_CMAC,
};

static inline void *pointer(uint64_t address)
{
    return (void *)(uintptr_t)address;
}

static int32_t error_or(int32_t fallback)
{
    return rte_errno > 0 ? -rte_errno : fallback;
}

/* True if the numbers of the algorithms are known and a combination that ESP can use. */
static int is_valid(const struct yett_session *session)
{
    if (session->aead < 0 || session->aead >= (int32_t)RTE_DIM(aeads) || session->cipher < 0 ||
        session->cipher >= (int32_t)RTE_DIM(ciphers) || session->auth < 0 ||
        session->auth >= (int32_t)RTE_DIM(auths))
        return 0;
    if (session->aead != YETT_AEAD_NONE)
        return session->cipher == YETT_CIPHER_NONE && session->auth == YETT_AUTH_NONE;
    return session->aad_length == 0 && (session->cipher != YETT_CIPHER_NONE || session->auth != YETT_AUTH_NONE);
}

int32_t yett_crypto_count(void)
{
    return rte_cryptodev_count();
}

int32_t yett_crypto_by_name(const char *name)
{
    int device = rte_cryptodev_get_dev_id(name);

    return device < 0 ? -ENODEV : device;
}

int32_t yett_crypto_info(int32_t device, struct yett_crypto_info *out)
{
    struct rte_cryptodev_info info;
    const char *name;

    if (device < 0 || device > UINT8_MAX || !rte_cryptodev_is_valid_dev((uint8_t)device))
        return -ENODEV;
    rte_cryptodev_info_get((uint8_t)device, &info);
    name = rte_cryptodev_name_get((uint8_t)device);
    memset(out, 0, sizeof(*out));
    strncpy(out->name, name == NULL ? "" : name, sizeof(out->name) - 1);
    strncpy(out->driver, info.driver_name, sizeof(out->driver) - 1);
    out->socket = rte_cryptodev_socket_id((uint8_t)device);
    out->max_queue_pairs = info.max_nb_queue_pairs;
    out->max_sessions = info.sym.max_nb_sessions;
    out->hardware = (info.feature_flags & RTE_CRYPTODEV_FF_HW_ACCELERATED) != 0;
    out->features = info.feature_flags;
    return 0;
}

static int supports_aead(uint8_t device, const struct yett_session *session)
{
    struct rte_cryptodev_sym_capability_idx index = { .type = RTE_CRYPTO_SYM_XFORM_AEAD };
    const struct rte_cryptodev_symmetric_capability *capability;

    index.algo.aead = aeads[session->aead];
    capability = rte_cryptodev_sym_capability_get(device, &index);
    return capability != NULL &&
           rte_cryptodev_sym_capability_check_aead(capability, session->key_length, session->digest_length,
        session->aad_length, session->iv_length) == 0;
}

static int supports_cipher(uint8_t device, const struct yett_session *session)
{
    struct rte_cryptodev_sym_capability_idx index = { .type = RTE_CRYPTO_SYM_XFORM_CIPHER };
    const struct rte_cryptodev_symmetric_capability *capability;

    index.algo.cipher = ciphers[session->cipher];
    capability = rte_cryptodev_sym_capability_get(device, &index);
    return capability != NULL &&
           rte_cryptodev_sym_capability_check_cipher(capability, session->key_length, session->iv_length) == 0;
}

static int supports_auth(uint8_t device, const struct yett_session *session)
{
    struct rte_cryptodev_sym_capability_idx index = { .type = RTE_CRYPTO_SYM_XFORM_AUTH };
    const struct rte_cryptodev_symmetric_capability *capability;
    /* Only GMAC has an IV of its own; the other integrity algorithms share the op with a cipher that has one. */
    uint16_t iv_length = session->auth == YETT_AUTH_AES_GMAC ? session->iv_length : 0;

    index.algo.auth = auths[session->auth];
    capability = rte_cryptodev_sym_capability_get(device, &index);
    return capability != NULL &&
           rte_cryptodev_sym_capability_check_auth(capability, session->auth_key_length, session->digest_length,
        iv_length) == 0;
}

int32_t yett_crypto_supports(int32_t device, const struct yett_session *session)
{
    if (device < 0 || device > UINT8_MAX || !rte_cryptodev_is_valid_dev((uint8_t)device) || !is_valid(session))
        return 0;
    if (session->aead != YETT_AEAD_NONE)
        return supports_aead((uint8_t)device, session);
    return (session->cipher == YETT_CIPHER_NONE || supports_cipher((uint8_t)device, session)) &&
           (session->auth == YETT_AUTH_NONE || supports_auth((uint8_t)device, session));
}

int64_t yett_session_pool_create(const char *name, int32_t device, uint32_t count, int32_t socket)
{
    unsigned int size = rte_cryptodev_sym_get_private_session_size((uint8_t)device);
    struct rte_mempool *pool = rte_cryptodev_sym_session_pool_create(name, count, size, 0, 0, socket);

    return pool == NULL ? error_or(-ENOMEM) : (int64_t)(uintptr_t)pool;
}

int32_t yett_crypto_configure(int32_t device, uint16_t queue_pairs, uint32_t descriptors, uint64_t session_pool)
{
    int socket = rte_cryptodev_socket_id((uint8_t)device);
    struct rte_cryptodev_config config = { .socket_id = socket, .nb_queue_pairs = queue_pairs };
    struct rte_cryptodev_qp_conf queue_pair = { .nb_descriptors = descriptors, .mp_session = pointer(session_pool) };
    int result = rte_cryptodev_configure((uint8_t)device, &config);

    for (uint16_t i = 0; result == 0 && i < queue_pairs; i++)
        result = rte_cryptodev_queue_pair_setup((uint8_t)device, i, &queue_pair, socket);
    return result;
}

int32_t yett_crypto_start(int32_t device)
{
    return rte_cryptodev_start((uint8_t)device);
}

void yett_crypto_stop(int32_t device)
{
    rte_cryptodev_stop((uint8_t)device);
}

int32_t yett_crypto_close(int32_t device)
{
    return rte_cryptodev_close((uint8_t)device);
}

int32_t yett_crypto_remove(int32_t device)
{
    struct rte_cryptodev_info info;

    if (device < 0 || device > UINT8_MAX || !rte_cryptodev_is_valid_dev((uint8_t)device))
        return -ENODEV;
    rte_cryptodev_info_get((uint8_t)device, &info);
    return rte_dev_remove(info.device);
}

static void fill_aead(struct rte_crypto_sym_xform *xform, const struct yett_session *session)
{
    xform->type = RTE_CRYPTO_SYM_XFORM_AEAD;
    xform->aead.op = session->encrypt ? RTE_CRYPTO_AEAD_OP_ENCRYPT : RTE_CRYPTO_AEAD_OP_DECRYPT;
    xform->aead.algo = aeads[session->aead];
    xform->aead.key.data = pointer(session->key);
    xform->aead.key.length = session->key_length;
    xform->aead.iv.offset = session->iv_offset;
    xform->aead.iv.length = session->iv_length;
    xform->aead.digest_length = session->digest_length;
    xform->aead.aad_length = session->aad_length;
}

static void fill_cipher(struct rte_crypto_sym_xform *xform, const struct yett_session *session)
{
    xform->type = RTE_CRYPTO_SYM_XFORM_CIPHER;
    xform->cipher.op = session->encrypt ? RTE_CRYPTO_CIPHER_OP_ENCRYPT : RTE_CRYPTO_CIPHER_OP_DECRYPT;
    xform->cipher.algo = ciphers[session->cipher];
    xform->cipher.key.data = pointer(session->key);
    xform->cipher.key.length = session->key_length;
    xform->cipher.iv.offset = session->iv_offset;
    xform->cipher.iv.length = session->iv_length;
}

static void fill_auth(struct rte_crypto_sym_xform *xform, const struct yett_session *session)
{
    xform->type = RTE_CRYPTO_SYM_XFORM_AUTH;
    xform->auth.op = session->encrypt ? RTE_CRYPTO_AUTH_OP_GENERATE : RTE_CRYPTO_AUTH_OP_VERIFY;
    xform->auth.algo = auths[session->auth];
    xform->auth.key.data = pointer(session->auth_key);
    xform->auth.key.length = session->auth_key_length;
    xform->auth.digest_length = session->digest_length;
    if (session->auth == YETT_AUTH_AES_GMAC) {
        xform->auth.iv.offset = session->iv_offset;
        xform->auth.iv.length = session->iv_length;
    }
}

/* Fills one or two transforms in ESP's order and returns the first. */
static struct rte_crypto_sym_xform *fill_chain(struct rte_crypto_sym_xform *two, const struct yett_session *session)
{
    struct rte_crypto_sym_xform *first = NULL;

    if (session->aead != YETT_AEAD_NONE) {
        fill_aead(&two[0], session);
        return &two[0];
    }
    if (session->cipher != YETT_CIPHER_NONE) {
        fill_cipher(&two[0], session);
        first = &two[0];
    }
    if (session->auth != YETT_AUTH_NONE) {
        fill_auth(&two[1], session);
        if (first == NULL)
            return &two[1];
        if (!session->encrypt) {
            two[1].next = &two[0];
            return &two[1];
        }
        two[0].next = &two[1];
    }
    return first;
}

int64_t yett_session_create(int32_t device, const struct yett_session *session, uint64_t session_pool)
{
    struct rte_crypto_sym_xform two[2];
    void *handle;

    if (!yett_crypto_supports(device, session))
        return -ENOTSUP;
    memset(two, 0, sizeof(two));
    rte_errno = 0;
    handle = rte_cryptodev_sym_session_create((uint8_t)device, fill_chain(two, session), pointer(session_pool));
    return handle == NULL ? error_or(-ENOMEM) : (int64_t)(uintptr_t)handle;
}

int32_t yett_session_free(int32_t device, uint64_t session)
{
    /* DPDK zeroes the driver's private data, and so the expanded keys, before the session returns to its pool. */
    return rte_cryptodev_sym_session_free((uint8_t)device, pointer(session));
}

int64_t yett_op_pool_create(const char *name, uint32_t count, uint32_t cache, uint16_t private_size, int32_t socket)
{
    struct rte_mempool *pool = rte_crypto_op_pool_create(name, RTE_CRYPTO_OP_TYPE_SYMMETRIC, count, cache,
        private_size, socket);

    return pool == NULL ? error_or(-ENOMEM) : (int64_t)(uintptr_t)pool;
}

int32_t yett_op_alloc_bulk(uint64_t pool, uint64_t ops, int32_t count)
{
    struct rte_crypto_op **array = pointer(ops);

    if (rte_crypto_op_bulk_alloc(pointer(pool), RTE_CRYPTO_OP_TYPE_SYMMETRIC, array, (uint16_t)count) == 0)
        return -ENOMEM;
    for (int32_t i = 0; i < count; i++)
        array[i]->sess_type = RTE_CRYPTO_OP_WITH_SESSION;
    return 0;
}

void yett_op_free_bulk(uint64_t ops, int32_t count)
{
    struct rte_crypto_op **array = pointer(ops);

    for (int32_t i = 0; i < count; i++)
        rte_crypto_op_free(array[i]);
}

int32_t yett_crypto_enqueue(int32_t device, int32_t queue_pair, uint64_t ops, int32_t count)
{
    return rte_cryptodev_enqueue_burst((uint8_t)device, (uint16_t)queue_pair, pointer(ops), (uint16_t)count);
}

int32_t yett_crypto_dequeue(int32_t device, int32_t queue_pair, uint64_t ops, int32_t count)
{
    return rte_cryptodev_dequeue_burst((uint8_t)device, (uint16_t)queue_pair, pointer(ops), (uint16_t)count);
}

int32_t yett_crypto_run(int32_t device, int32_t queue_pair, uint64_t ops, int32_t count)
{
    struct rte_crypto_op **array = pointer(ops);
    int32_t sent = 0;
    int32_t done = 0;
    int32_t idle = 0;

    while (done < count && idle < MAX_IDLE_POLLS) {
        int32_t before = sent + done;

        if (sent < count)
            sent += rte_cryptodev_enqueue_burst((uint8_t)device, (uint16_t)queue_pair, array + sent,
        (uint16_t)(count - sent));
        if (done < sent)
            done += rte_cryptodev_dequeue_burst((uint8_t)device, (uint16_t)queue_pair, array + done,
        (uint16_t)(sent - done));
        idle = sent + done == before ? idle + 1 : 0;
    }
    return done;
}
