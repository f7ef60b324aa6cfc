/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All of ESP's algorithms but AES-GCM with its whole tag on this CPU by the multi-buffer library. CBC encryption and
 * SHA are slow because each block needs the one before; so many packets are worked on at once, one in each lane of a
 * vector register. All is done when a call returns.
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

/* `computed` is NULL if there is nothing to compare. */
static inline void judge(struct rte_crypto_op *op, const IMB_JOB *job, const uint8_t *computed, const uint8_t *found,
        uint32_t length)
{
    if (job->status != IMB_STATUS_COMPLETED)
        op->status = RTE_CRYPTO_OP_STATUS_ERROR;
    else if (computed == NULL || is_equal(computed, found, length))
        op->status = RTE_CRYPTO_OP_STATUS_SUCCESS;
    else
        op->status = RTE_CRYPTO_OP_STATUS_AUTH_FAILED;
}

static int is_in_packet(const struct rte_crypto_sym_op *sym, uint64_t offset, uint64_t length)
{
    return offset + length <= rte_pktmbuf_data_len(sym->m_src);
}

/* What is ciphered and what is hashed is in the packet, and with CBC whole blocks. */
static int is_chain_valid(const struct rte_crypto_sym_op *sym, enum mb_algorithm algorithm)
{
    if (!is_in_packet(sym, sym->auth.data.offset, sym->auth.data.length))
        return 0;
    if (algorithm == MB_AUTH_ONLY)
        return 1;
    return sym->cipher.data.length != 0 &&
           (algorithm != MB_CBC || (sym->cipher.data.length & (MB_BLOCK - 1)) == 0) &&
           is_in_packet(sym, sym->cipher.data.offset, sym->cipher.data.length);
}

static void fill_mac_keys(IMB_JOB *job, const struct mb_session *session, IMB_HASH_ALG algorithm)
{
    if (algorithm == IMB_AUTH_AES_XCBC) {
        job->u.XCBC._k1_expanded = (const uint32_t *)session->mac_keys;
        job->u.XCBC._k2 = session->last[0];
        job->u.XCBC._k3 = session->last[1];
    } else if (algorithm == IMB_AUTH_AES_CMAC) {
        job->u.CMAC._key_expanded = session->mac_keys;
        job->u.CMAC._skey1 = session->last[0];
        job->u.CMAC._skey2 = session->last[1];
    } else {
        job->u.HMAC._hashed_auth_key_xor_ipad = session->inner;
        job->u.HMAC._hashed_auth_key_xor_opad = session->outer;
    }
}

static void fill_chain(IMB_JOB *job, struct rte_crypto_op *op, const struct mb_session *session, uint8_t *tag)
{
    const struct rte_crypto_sym_op *sym = op->sym;
    uint8_t *data = rte_pktmbuf_mtod(sym->m_src, uint8_t *);

    job->enc_keys = session->keys;
    job->dec_keys = session->keys;
    job->key_len_in_bytes = mb_key_length(session->kind);
    job->src = data;
    job->dst = data + sym->cipher.data.offset;
    job->cipher_start_src_offset_in_bytes = sym->cipher.data.offset;
    job->msg_len_to_cipher_in_bytes = sym->cipher.data.length;
    job->hash_start_src_offset_in_bytes = sym->auth.data.offset;
    job->msg_len_to_hash_in_bytes = sym->auth.data.length;
    job->iv = (const uint8_t *)op + MB_IV_OFFSET;
    job->iv_len_in_bytes = MB_BLOCK;
    job->auth_tag_output = tag;
    job->auth_tag_output_len_in_bytes = session->tag_length;
    job->hash_alg = mb_hash((int32_t)(session->kind >> MB_HASH_SHIFT));
    fill_mac_keys(job, session, job->hash_alg);
    job->status = IMB_STATUS_BEING_PROCESSED;
}

static inline void settle(const IMB_JOB *done)
{
    if (done != NULL)
        ((IMB_JOB *)done->user_data)->status = done->status;
}

/* One by one: some end within their call, others wait for company until they are flushed. */
static void run_jobs(struct mb_queue *queue, uint32_t count)
{
    IMB_JOB *job;

    for (uint32_t i = 0; i < count; i++) {
        job = IMB_GET_NEXT_JOB(queue->wide);
        *job = queue->jobs[i];
        job->user_data = &queue->jobs[i];
        settle(IMB_SUBMIT_JOB(queue->wide));
    }
    while ((job = IMB_FLUSH_JOB(queue->wide)) != NULL)
        settle(job);
}

static void hash(struct mb_queue *queue, uint32_t kind, uint32_t count)
{
    IMB_HASH_ALG algorithm = mb_hash((int32_t)(kind >> MB_HASH_SHIFT));
    IMB_MGR *manager = queue->wide;

    if (algorithm == IMB_AUTH_AES_XCBC || algorithm == IMB_AUTH_AES_CMAC) { /* of which there are no bursts */
        for (uint32_t i = 0; i < count; i++) {
            queue->jobs[i].cipher_mode = IMB_CIPHER_NULL;
            queue->jobs[i].cipher_direction = IMB_DIR_ENCRYPT;
            queue->jobs[i].chain_order = IMB_ORDER_HASH_CIPHER;
        }
        run_jobs(queue, count);
        return;
    }
    if (algorithm == IMB_AUTH_HMAC_SHA_256 && count < queue->wide_from)
        manager = queue->sha;
    IMB_SUBMIT_HASH_BURST_NOCHECK(manager, queue->jobs, count, algorithm);
}

static void cipher(struct mb_queue *queue, uint32_t kind, uint32_t count)
{
    IMB_CIPHER_DIRECTION direction = kind & MB_ENCRYPT ? IMB_DIR_ENCRYPT : IMB_DIR_DECRYPT;
    IMB_KEY_SIZE_BYTES size = (IMB_KEY_SIZE_BYTES)mb_key_length(kind);
    enum mb_algorithm algorithm = mb_algorithm(kind);

    if (algorithm == MB_AUTH_ONLY) {
        for (uint32_t i = 0; i < count; i++)
            queue->jobs[i].status = IMB_STATUS_COMPLETED;
        return;
    }
    IMB_SUBMIT_CIPHER_BURST_NOCHECK(queue->wide, queue->jobs, count,
            algorithm == MB_CBC ? IMB_CIPHER_CBC : IMB_CIPHER_CNTR, direction, size);
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
        if (!is_chain_valid(op->sym, mb_algorithm(kind)))
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
        struct rte_crypto_op *op = queue->owners[i];

        judge(op, &queue->jobs[i], encrypt ? NULL : queue->tags[i], op->sym->auth.digest.data,
                session_of(op)->tag_length);
        queue->jobs[i].status = IMB_STATUS_BEING_PROCESSED;
    }
    jobs = keep_good(queue, jobs);
    if (encrypt)
        hash(queue, kind, jobs);
    else
        cipher(queue, kind, jobs);
    for (uint32_t i = 0; i < jobs; i++)
        judge(queue->owners[i], &queue->jobs[i], NULL, NULL, 0);
    return (int32_t)(count - keep_good(queue, jobs));
}

static void fill_aead(IMB_JOB *job, struct rte_crypto_op *op, const struct mb_session *session, uint8_t *tag)
{
    const struct rte_crypto_sym_op *sym = op->sym;
    const uint8_t *iv = (const uint8_t *)op + MB_IV_OFFSET;
    uint8_t *data = rte_pktmbuf_mtod(sym->m_src, uint8_t *);
    int encrypt = (session->kind & MB_ENCRYPT) != 0;

    job->enc_keys = session->keys;
    job->dec_keys = session->keys;
    job->key_len_in_bytes = mb_key_length(session->kind);
    job->src = data;
    job->dst = data + sym->aead.data.offset;
    job->cipher_start_src_offset_in_bytes = sym->aead.data.offset;
    job->msg_len_to_cipher_in_bytes = sym->aead.data.length;
    job->hash_start_src_offset_in_bytes = sym->aead.data.offset;
    job->msg_len_to_hash_in_bytes = sym->aead.data.length;
    job->iv = iv;
    job->iv_len_in_bytes = 12;
    job->auth_tag_output = tag;
    job->auth_tag_output_len_in_bytes = session->tag_length;
    job->cipher_direction = encrypt ? IMB_DIR_ENCRYPT : IMB_DIR_DECRYPT;
    job->chain_order = encrypt ? IMB_ORDER_CIPHER_HASH : IMB_ORDER_HASH_CIPHER;
    job->status = IMB_STATUS_BEING_PROCESSED;
    switch (mb_algorithm(session->kind)) {
    case MB_GCM:
        job->enc_keys = session->gcm;
        job->dec_keys = session->gcm;
        job->cipher_mode = IMB_CIPHER_GCM;
        job->hash_alg = IMB_AUTH_AES_GMAC;
        job->u.GCM.aad = sym->aead.aad.data;
        job->u.GCM.aad_len_in_bytes = session->aad_length;
        break;
    case MB_CCM: /* the tag is of the plaintext (RFC 3610 section 2.2) */
        job->iv = iv + MB_CCM_NONCE_AT;
        job->iv_len_in_bytes = MB_CCM_NONCE;
        job->cipher_mode = IMB_CIPHER_CCM;
        job->hash_alg = IMB_AUTH_AES_CCM;
        job->chain_order = encrypt ? IMB_ORDER_HASH_CIPHER : IMB_ORDER_CIPHER_HASH;
        job->u.CCM.aad = sym->aead.aad.data + MB_CCM_AAD_AT;
        job->u.CCM.aad_len_in_bytes = session->aad_length;
        break;
    default:
        job->cipher_mode = IMB_CIPHER_CHACHA20_POLY1305;
        job->hash_alg = IMB_AUTH_CHACHA20_POLY1305;
        job->u.CHACHA20_POLY1305.aad = sym->aead.aad.data;
        job->u.CHACHA20_POLY1305.aad_len_in_bytes = session->aad_length;
        break;
    }
}

static int32_t run_aead(struct mb_queue *queue, uint32_t kind, uint32_t count)
{
    int encrypt = (kind & MB_ENCRYPT) != 0;
    uint32_t jobs = 0;

    for (uint32_t i = 0; i < count; i++) {
        struct rte_crypto_op *op = queue->group[i];
        const struct rte_crypto_sym_op *sym = op->sym;

        op->status = RTE_CRYPTO_OP_STATUS_INVALID_ARGS;
        if (!is_in_packet(sym, sym->aead.data.offset, sym->aead.data.length))
            continue;
        fill_aead(&queue->jobs[jobs], op, session_of(op), encrypt ? sym->aead.digest.data : queue->tags[jobs]);
        queue->owners[jobs++] = op;
    }
    run_jobs(queue, jobs);
    for (uint32_t i = 0; i < jobs; i++) {
        struct rte_crypto_op *op = queue->owners[i];

        judge(op, &queue->jobs[i], encrypt ? NULL : queue->tags[i], op->sym->aead.digest.data,
                session_of(op)->tag_length);
    }
    return (int32_t)(count - keep_good(queue, jobs));
}

/* An AAD, then what is in the packet: with ESN they are not one piece (RFC 4543 section 3.3). */
static void compute_gmac(IMB_MGR *manager, const struct mb_session *session, struct rte_crypto_op *op, uint8_t *tag)
{
    const struct rte_crypto_sym_op *sym = op->sym;
    const uint8_t *iv = (const uint8_t *)op + MB_IV_OFFSET;
    const uint8_t *text = rte_pktmbuf_mtod_offset(sym->m_src, const uint8_t *, sym->auth.data.offset);
    struct gcm_context_data context;

    switch (mb_key_length(session->kind)) {
    case 16:
        IMB_AES128_GMAC_INIT(manager, session->gcm, &context, iv, 12);
        IMB_AES128_GMAC_UPDATE(manager, session->gcm, &context, sym->aead.aad.data, session->aad_length);
        IMB_AES128_GMAC_UPDATE(manager, session->gcm, &context, text, sym->auth.data.length);
        IMB_AES128_GMAC_FINALIZE(manager, session->gcm, &context, tag, session->tag_length);
        break;
    case 24:
        IMB_AES192_GMAC_INIT(manager, session->gcm, &context, iv, 12);
        IMB_AES192_GMAC_UPDATE(manager, session->gcm, &context, sym->aead.aad.data, session->aad_length);
        IMB_AES192_GMAC_UPDATE(manager, session->gcm, &context, text, sym->auth.data.length);
        IMB_AES192_GMAC_FINALIZE(manager, session->gcm, &context, tag, session->tag_length);
        break;
    default:
        IMB_AES256_GMAC_INIT(manager, session->gcm, &context, iv, 12);
        IMB_AES256_GMAC_UPDATE(manager, session->gcm, &context, sym->aead.aad.data, session->aad_length);
        IMB_AES256_GMAC_UPDATE(manager, session->gcm, &context, text, sym->auth.data.length);
        IMB_AES256_GMAC_FINALIZE(manager, session->gcm, &context, tag, session->tag_length);
        break;
    }
    explicit_bzero(&context, sizeof(context));
}

static int32_t run_gmac(struct mb_queue *queue, struct rte_crypto_op *op)
{
    const struct mb_session *session = session_of(op);
    struct rte_crypto_sym_op *sym = op->sym;

    op->status = RTE_CRYPTO_OP_STATUS_INVALID_ARGS;
    if (!is_in_packet(sym, sym->auth.data.offset, sym->auth.data.length))
        return 1;
    op->status = RTE_CRYPTO_OP_STATUS_SUCCESS;
    if ((session->kind & MB_ENCRYPT) != 0) {
        compute_gmac(queue->wide, session, op, sym->auth.digest.data);
        return 0;
    }
    compute_gmac(queue->wide, session, op, queue->tags[0]);
    if (is_equal(queue->tags[0], sym->auth.digest.data, session->tag_length))
        return 0;
    op->status = RTE_CRYPTO_OP_STATUS_AUTH_FAILED;
    return 1;
}

static int32_t run_group(struct mb_queue *queue, uint32_t kind, uint32_t count)
{
    int32_t failed = 0;

    if (kind == 0)
        return yett_gcm_run((uint64_t)(uintptr_t)queue->group, (int32_t)count);
    switch (mb_algorithm(kind)) {
    case MB_AUTH_ONLY:
    case MB_CBC:
    case MB_CTR:
        return run_chain(queue, kind, count);
    case MB_GMAC:
        for (uint32_t i = 0; i < count; i++)
            failed += run_gmac(queue, queue->group[i]);
        return failed;
    default:
        return run_aead(queue, kind, count);
    }
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
