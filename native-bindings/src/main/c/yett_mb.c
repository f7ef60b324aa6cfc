/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AES-CBC with HMAC-SHA2 and ChaCha20-Poly1305 on this CPU by the multi-buffer library. CBC encryption and SHA-2 are
 * slow because each block needs the one before; so many packets are worked on at once, one in each lane of a vector
 * register. All is done when a call returns.
 */
#include <errno.h>
#include <string.h>

#include "yett_dpdk.h"

#ifdef YETT_HAVE_IPSEC_MB

#include <rte_malloc.h>
#include <rte_mbuf.h>

#include "yett_mb.h"

int64_t yett_mb_queue_create(void)
{
    struct mb_queue *queue;

    if (!yett_gcm_available())
        return -ENOTSUP;
    queue = rte_zmalloc("yett_mb_queue", sizeof(*queue), 64);
    if (queue == NULL)
        return -ENOMEM;
    queue->wide = mb_manager_create(0);
    if (queue->wide == NULL) {
        rte_free(queue);
        return -ENOMEM;
    }
    queue->sha = mb_manager_create(1);
    queue->wide_from = queue->sha == NULL ? 0 : mb_wide_from(queue->wide, queue->sha);
    return (int64_t)(uintptr_t)queue;
}

void yett_mb_queue_free(uint64_t address)
{
    struct mb_queue *queue = mb_pointer(address);

    mb_manager_free(queue->wide);
    mb_manager_free(queue->sha);
    explicit_bzero(queue, sizeof(*queue));
    rte_free(queue);
}

static inline const struct mb_session *session_of(const struct rte_crypto_op *op)
{
    return (const struct mb_session *)((uintptr_t)op->sym->session & ~(uintptr_t)MB_HANDLE_TAG);
}

/* 0 stands for AES-GCM, whose sessions are not ours. */
static inline uint32_t kind_of(const struct rte_crypto_op *op)
{
    return ((uintptr_t)op->sym->session & MB_HANDLE_TAG) == 0 ? 0 : session_of(op)->kind;
}

/* Without a branch on the octets: how many of them agree must not show in time. */
static int is_equal(const uint8_t *a, const uint8_t *b, uint32_t length)
{
    uint8_t differences = 0;

    for (uint32_t i = 0; i < length; i++)
        differences |= a[i] ^ b[i];
    return differences == 0;
}

static inline void judge(struct rte_crypto_op *op, const IMB_JOB *job, const uint8_t *computed, uint32_t length)
{
    if (job->status != IMB_STATUS_COMPLETED)
        op->status = RTE_CRYPTO_OP_STATUS_ERROR;
    else if (computed == NULL || is_equal(computed, op->sym->auth.digest.data, length))
        op->status = RTE_CRYPTO_OP_STATUS_SUCCESS;
    else
        op->status = RTE_CRYPTO_OP_STATUS_AUTH_FAILED;
}

/* What is ciphered and what is hashed is in the packet, and whole blocks. */
static int is_chain_valid(const struct rte_crypto_sym_op *sym)
{
    uint64_t length = rte_pktmbuf_data_len(sym->m_src);

    return sym->cipher.data.length != 0 && (sym->cipher.data.length & (MB_BLOCK - 1)) == 0 &&
           (uint64_t)sym->cipher.data.offset + sym->cipher.data.length <= length &&
           (uint64_t)sym->auth.data.offset + sym->auth.data.length <= length;
}

static void fill_chain(IMB_JOB *job, struct rte_crypto_op *op, const struct mb_session *session, uint8_t *tag)
{
    const struct rte_crypto_sym_op *sym = op->sym;
    uint8_t *data = rte_pktmbuf_mtod(sym->m_src, uint8_t *);

    job->enc_keys = session->keys;
    job->dec_keys = session->keys;
    job->src = data;
    job->dst = data + sym->cipher.data.offset;
    job->cipher_start_src_offset_in_bytes = sym->cipher.data.offset;
    job->msg_len_to_cipher_in_bytes = sym->cipher.data.length;
    job->hash_start_src_offset_in_bytes = sym->auth.data.offset;
    job->msg_len_to_hash_in_bytes = sym->auth.data.length;
    job->iv = (const uint8_t *)op + MB_IV_OFFSET;
    job->auth_tag_output = tag;
    job->auth_tag_output_len_in_bytes = session->tag_length;
    job->u.HMAC._hashed_auth_key_xor_ipad = session->inner;
    job->u.HMAC._hashed_auth_key_xor_opad = session->outer;
    job->status = IMB_STATUS_BEING_PROCESSED;
}

static void hash(struct mb_queue *queue, uint32_t kind, uint32_t count)
{
    IMB_HASH_ALG algorithm = mb_hash((int32_t)(kind >> MB_HASH_SHIFT));
    IMB_MGR *manager = queue->wide;

    if (algorithm == IMB_AUTH_HMAC_SHA_256 && count < queue->wide_from)
        manager = queue->sha;
    IMB_SUBMIT_HASH_BURST_NOCHECK(manager, queue->jobs, count, algorithm);
}

static void cipher(struct mb_queue *queue, uint32_t kind, uint32_t count)
{
    IMB_CIPHER_DIRECTION direction = kind & MB_ENCRYPT ? IMB_DIR_ENCRYPT : IMB_DIR_DECRYPT;
    IMB_KEY_SIZE_BYTES size = (IMB_KEY_SIZE_BYTES)(8 * ((kind & MB_KEY_MASK) >> MB_KEY_SHIFT));

    IMB_SUBMIT_CIPHER_BURST_NOCHECK(queue->wide, queue->jobs, count, IMB_CIPHER_CBC, direction, size);
}

/* Takes the ops whose status is not SUCCESS out of the jobs; returns how many stay. */
static uint32_t keep_good(struct mb_queue *queue, uint32_t count)
{
    uint32_t good = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (queue->owners[i]->status != RTE_CRYPTO_OP_STATUS_SUCCESS)
            continue;
        if (good != i) {
            queue->jobs[good] = queue->jobs[i];
            queue->owners[good] = queue->owners[i];
        }
        good++;
    }
    return good;
}

/* Encrypt then authenticate; verify then decrypt, and only what is authentic. Returns how many failed. */
static int32_t run_chain(struct mb_queue *queue, uint32_t kind, uint32_t count)
{
    int encrypt = (kind & MB_ENCRYPT) != 0;
    uint32_t jobs = 0;

    for (uint32_t i = 0; i < count; i++) {
        struct rte_crypto_op *op = queue->group[i];

        op->status = RTE_CRYPTO_OP_STATUS_INVALID_ARGS;
        if (!is_chain_valid(op->sym))
            continue;
        fill_chain(&queue->jobs[jobs], op, session_of(op), encrypt ? op->sym->auth.digest.data : queue->tags[jobs]);
        queue->owners[jobs++] = op;
    }
    if (jobs == 0)
        return (int32_t)count;
    if (encrypt)
        cipher(queue, kind, jobs);
    else
        hash(queue, kind, jobs);
    for (uint32_t i = 0; i < jobs; i++) {
        judge(queue->owners[i], &queue->jobs[i], encrypt ? NULL : queue->tags[i], session_of(queue->owners[i])->tag_length);
        queue->jobs[i].status = IMB_STATUS_BEING_PROCESSED;
    }
    jobs = keep_good(queue, jobs);
    if (encrypt)
        hash(queue, kind, jobs);
    else
        cipher(queue, kind, jobs);
    for (uint32_t i = 0; i < jobs; i++)
        judge(queue->owners[i], &queue->jobs[i], NULL, 0);
    return (int32_t)(count - keep_good(queue, jobs));
}

static int32_t run_chacha(struct mb_queue *queue, struct rte_crypto_op *op)
{
    const struct mb_session *session = session_of(op);
    const struct rte_crypto_sym_op *sym = op->sym;
    int encrypt = (session->kind & MB_ENCRYPT) != 0;
    IMB_JOB *job;
    uint8_t *data = rte_pktmbuf_mtod(sym->m_src, uint8_t *);

    op->status = RTE_CRYPTO_OP_STATUS_INVALID_ARGS;
    if ((uint64_t)sym->aead.data.offset + sym->aead.data.length > rte_pktmbuf_data_len(sym->m_src))
        return 1;
    job = IMB_GET_NEXT_JOB(queue->wide);
    job->enc_keys = session->keys;
    job->dec_keys = session->keys;
    job->key_len_in_bytes = 32;
    job->src = data;
    job->dst = data + sym->aead.data.offset;
    job->cipher_start_src_offset_in_bytes = sym->aead.data.offset;
    job->msg_len_to_cipher_in_bytes = sym->aead.data.length;
    job->hash_start_src_offset_in_bytes = sym->aead.data.offset;
    job->msg_len_to_hash_in_bytes = sym->aead.data.length;
    job->iv = (const uint8_t *)op + MB_IV_OFFSET;
    job->iv_len_in_bytes = 12;
    job->auth_tag_output = encrypt ? sym->aead.digest.data : queue->tags[0];
    job->auth_tag_output_len_in_bytes = session->tag_length;
    job->u.CHACHA20_POLY1305.aad = sym->aead.aad.data;
    job->u.CHACHA20_POLY1305.aad_len_in_bytes = session->aad_length;
    job->cipher_mode = IMB_CIPHER_CHACHA20_POLY1305;
    job->hash_alg = IMB_AUTH_CHACHA20_POLY1305;
    job->cipher_direction = encrypt ? IMB_DIR_ENCRYPT : IMB_DIR_DECRYPT;
    job->chain_order = encrypt ? IMB_ORDER_CIPHER_HASH : IMB_ORDER_HASH_CIPHER;
    job = IMB_SUBMIT_JOB(queue->wide);
    if (job == NULL)
        job = IMB_FLUSH_JOB(queue->wide);
    if (job == NULL || job->status != IMB_STATUS_COMPLETED)
        op->status = RTE_CRYPTO_OP_STATUS_ERROR;
    else if (encrypt || is_equal(queue->tags[0], sym->aead.digest.data, session->tag_length))
        op->status = RTE_CRYPTO_OP_STATUS_SUCCESS;
    else
        op->status = RTE_CRYPTO_OP_STATUS_AUTH_FAILED;
    return op->status != RTE_CRYPTO_OP_STATUS_SUCCESS;
}

static int32_t run_group(struct mb_queue *queue, uint32_t kind, uint32_t count)
{
    int32_t failed = 0;

    if (kind == 0)
        return yett_gcm_run((uint64_t)(uintptr_t)queue->group, (int32_t)count);
    if ((kind & MB_CHACHA20_POLY1305) == 0)
        return run_chain(queue, kind, count);
    for (uint32_t i = 0; i < count; i++)
        failed += run_chacha(queue, queue->group[i]);
    return failed;
}

/* Up to MB_BURST ops, those of one kind together, whatever their order. */
static int32_t run_burst(struct mb_queue *queue, struct rte_crypto_op **ops, uint32_t count)
{
    uint64_t left = count == 64 ? UINT64_MAX : (1ULL << count) - 1;
    int32_t failed = 0;

    while (left != 0) {
        uint32_t kind = kind_of(ops[__builtin_ctzll(left)]);
        uint32_t grouped = 0;

        for (uint64_t rest = left; rest != 0; rest &= rest - 1) {
            int i = __builtin_ctzll(rest);

            if (kind_of(ops[i]) == kind) {
                queue->group[grouped++] = ops[i];
                left &= ~(1ULL << i);
            }
        }
        failed += run_group(queue, kind, grouped);
    }
    return failed;
}

int32_t yett_mb_run(uint64_t address, uint64_t ops, int32_t count)
{
    struct mb_queue *queue = mb_pointer(address);
    struct rte_crypto_op **array = mb_pointer(ops);
    int32_t failed = 0;

    for (int32_t i = 0; i < count; i += MB_BURST)
        failed += run_burst(queue, array + i, (uint32_t)(count - i < MB_BURST ? count - i : MB_BURST));
    return failed;
}

#else

int64_t yett_mb_queue_create(void)
{
    return -ENOTSUP;
}

void yett_mb_queue_free(uint64_t address)
{
    (void)address;
}

int32_t yett_mb_run(uint64_t address, uint64_t ops, int32_t count)
{
    (void)address;
    (void)ops;
    return count;
}

#endif
