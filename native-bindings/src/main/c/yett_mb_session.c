/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions of the multi-buffer library's jobs: all algorithms but AES-GCM with its whole tag. */
#include <errno.h>
#include <string.h>

#include "yett_dpdk.h"

#ifdef YETT_HAVE_IPSEC_MB

#include <rte_malloc.h>

#include "yett_mb.h"

static int is_aes_key(uint16_t length)
{
    return length == 16 || length == 24 || length == 32;
}

/* The library's CCM has no key of 192 bits. */
static int supports_aead(const struct yett_session *session)
{
    uint16_t key = session->key_length;
    uint16_t tag = session->digest_length;

    if (session->cipher != YETT_CIPHER_NONE || session->auth != YETT_AUTH_NONE || session->aad_length > MB_MAX_AAD)
        return 0;
    switch (session->aead) {
    case YETT_AEAD_CHACHA20_POLY1305:
        return key == 32 && session->iv_length == 12 && tag == 16;
    case YETT_AEAD_AES_GCM:
        return is_aes_key(key) && session->iv_length == 12 && (tag == 8 || tag == 12);
    case YETT_AEAD_AES_CCM:
        return (key == 16 || key == 32) && session->iv_length == MB_CCM_NONCE && session->aad_length <= MB_CCM_AAD &&
               (tag == 8 || tag == 12 || tag == 16);
    default:
        return 0;
    }
}

/* Keys and ICVs as ESP has them: RFC 2404, 3566, 4494, 4868. */
static int supports_auth(const struct yett_session *session)
{
    uint16_t key = session->auth_key_length;
    uint16_t tag = session->digest_length;

    switch (session->auth) {
    case YETT_AUTH_SHA1_HMAC:
        return key == 20 && tag == 12;
    case YETT_AUTH_SHA256_HMAC:
        return key == 32 && tag == 16;
    case YETT_AUTH_SHA384_HMAC:
        return key == 48 && tag == 24;
    case YETT_AUTH_SHA512_HMAC:
        return key == 64 && tag == 32;
    case YETT_AUTH_AES_XCBC_MAC:
    case YETT_AUTH_AES_CMAC:
        return key == 16 && tag == 12;
    default:
        return 0;
    }
}

/* The AAD, if there is one, comes before what the op authenticates in the packet. */
static int supports_gmac(const struct yett_session *session)
{
    return session->cipher == YETT_CIPHER_NONE && is_aes_key(session->auth_key_length) && session->key_length == 0 &&
           session->iv_length == 12 && session->digest_length == 16 && session->aad_length <= MB_MAX_AAD;
}

static int supports_chain(const struct yett_session *session)
{
    if (session->auth == YETT_AUTH_AES_GMAC)
        return supports_gmac(session);
    if (!supports_auth(session) || session->aad_length != 0)
        return 0;
    switch (session->cipher) {
    case YETT_CIPHER_NONE:
        return session->key_length == 0 && session->iv_length == 0;
    case YETT_CIPHER_AES_CBC:
    case YETT_CIPHER_AES_CTR:
        return is_aes_key(session->key_length) && session->iv_length == MB_BLOCK;
    default:
        return 0;
    }
}

int32_t yett_mb_supports(const struct yett_session *session)
{
    if (!yett_gcm_available()) /* the library, and a CPU that it knows */
        return 0;
    return session->aead == YETT_AEAD_NONE ? supports_chain(session) : supports_aead(session);
}

/* Keeps the round keys of one direction alone. */
static void expand_key(IMB_MGR *manager, uint8_t *kept, const void *key, uint16_t length, int encrypt)
{
    uint8_t schedules[2][15 * MB_BLOCK] __attribute__((aligned(64)));

    if (length == 16)
        IMB_AES_KEYEXP_128(manager, key, schedules[0], schedules[1]);
    else if (length == 24)
        IMB_AES_KEYEXP_192(manager, key, schedules[0], schedules[1]);
    else
        IMB_AES_KEYEXP_256(manager, key, schedules[0], schedules[1]);
    memcpy(kept, schedules[encrypt ? 0 : 1], sizeof(schedules[0]));
    explicit_bzero(schedules, sizeof(schedules));
}

static void hash_block(IMB_MGR *manager, int32_t auth, const uint8_t *block, uint8_t *state)
{
    if (auth == YETT_AUTH_SHA1_HMAC)
        IMB_SHA1_ONE_BLOCK(manager, block, state);
    else if (auth == YETT_AUTH_SHA256_HMAC)
        IMB_SHA256_ONE_BLOCK(manager, block, state);
    else if (auth == YETT_AUTH_SHA384_HMAC)
        IMB_SHA384_ONE_BLOCK(manager, block, state);
    else
        IMB_SHA512_ONE_BLOCK(manager, block, state);
}

/* RFC 2104: the first block of both hashes is the same for all packets. The key is no longer than a block. */
static void expand_hmac(IMB_MGR *manager, struct mb_session *made, const struct yett_session *session)
{
    const uint8_t *key = mb_pointer(session->auth_key);
    uint8_t block[IMB_SHA_512_BLOCK_SIZE];
    size_t length = session->auth == YETT_AUTH_SHA384_HMAC || session->auth == YETT_AUTH_SHA512_HMAC
                            ? IMB_SHA_512_BLOCK_SIZE
                            : IMB_SHA_256_BLOCK_SIZE; /* and SHA-1's */

    memset(block, 0x36, sizeof(block));
    for (size_t i = 0; i < session->auth_key_length && i < length; i++)
        block[i] ^= key[i];
    hash_block(manager, session->auth, block, made->inner);
    for (size_t i = 0; i < length; i++)
        block[i] ^= 0x36 ^ 0x5c;
    hash_block(manager, session->auth, block, made->outer);
    explicit_bzero(block, sizeof(block));
}

/* RFC 3566 section 4, RFC 4493 section 2.3. */
static void expand_mac(IMB_MGR *manager, struct mb_session *made, const struct yett_session *session)
{
    if (session->auth == YETT_AUTH_AES_XCBC_MAC) {
        IMB_AES_XCBC_KEYEXP(manager, mb_pointer(session->auth_key), made->mac_keys, made->last[0], made->last[1]);
        return;
    }
    expand_key(manager, made->mac_keys, mb_pointer(session->auth_key), session->auth_key_length, 1);
    IMB_AES_CMAC_SUBKEY_GEN_128(manager, made->mac_keys, made->last[0], made->last[1]);
}

static void expand_gcm(IMB_MGR *manager, struct mb_session *made, const void *key, uint16_t length)
{
    if (length == 16)
        IMB_AES128_GCM_PRE(manager, key, made->gcm);
    else if (length == 24)
        IMB_AES192_GCM_PRE(manager, key, made->gcm);
    else
        IMB_AES256_GCM_PRE(manager, key, made->gcm);
}

static enum mb_algorithm algorithm_of(const struct yett_session *session)
{
    switch (session->aead) {
    case YETT_AEAD_CHACHA20_POLY1305:
        return MB_CHACHA20_POLY1305;
    case YETT_AEAD_AES_GCM:
        return MB_GCM;
    case YETT_AEAD_AES_CCM:
        return MB_CCM;
    default:
        if (session->auth == YETT_AUTH_AES_GMAC)
            return MB_GMAC;
        return session->cipher == YETT_CIPHER_AES_CBC   ? MB_CBC
               : session->cipher == YETT_CIPHER_AES_CTR ? MB_CTR
                                                        : MB_AUTH_ONLY;
    }
}

static void expand(IMB_MGR *manager, struct mb_session *made, const struct yett_session *session)
{
    const void *key = mb_pointer(session->key);

    switch (mb_algorithm(made->kind)) {
    case MB_CHACHA20_POLY1305:
        memcpy(made->keys, key, session->key_length);
        return;
    case MB_GCM:
        expand_gcm(manager, made, key, session->key_length);
        return;
    case MB_GMAC:
        expand_gcm(manager, made, mb_pointer(session->auth_key), session->auth_key_length);
        return;
    case MB_CCM:
        expand_key(manager, made->keys, key, session->key_length, 1);
        return;
    case MB_CBC:
        expand_key(manager, made->keys, key, session->key_length, session->encrypt);
        break;
    case MB_CTR:
        expand_key(manager, made->keys, key, session->key_length, 1);
        break;
    case MB_AUTH_ONLY:
        break;
    }
    if (session->auth == YETT_AUTH_AES_XCBC_MAC || session->auth == YETT_AUTH_AES_CMAC)
        expand_mac(manager, made, session);
    else
        expand_hmac(manager, made, session);
}

static size_t session_size(enum mb_algorithm algorithm)
{
    return sizeof(struct mb_session) + (algorithm == MB_GCM || algorithm == MB_GMAC ? sizeof(struct gcm_key_data) : 0);
}

int64_t yett_mb_session_create(const struct yett_session *session)
{
    enum mb_algorithm algorithm = algorithm_of(session);
    uint16_t key_length = algorithm == MB_GMAC ? session->auth_key_length : session->key_length;
    struct mb_session *made;
    IMB_MGR *manager;

    if (!yett_mb_supports(session))
        return -ENOTSUP;
    manager = mb_manager_shared();
    made = rte_zmalloc("yett_mb_session", session_size(algorithm), 64);
    if (manager == NULL || made == NULL) {
        rte_free(made);
        return -ENOMEM;
    }
    made->kind = MB_OURS | (session->encrypt ? MB_ENCRYPT : 0) | (uint32_t)algorithm << MB_ALGORITHM_SHIFT |
                 (uint32_t)(key_length / 8) << MB_KEY_SHIFT | (uint32_t)session->auth << MB_HASH_SHIFT;
    made->tag_length = session->digest_length;
    made->aad_length = session->aad_length;
    expand(manager, made, session);
    return (int64_t)(uintptr_t)made | MB_HANDLE_TAG;
}

void yett_mb_session_free(uint64_t session)
{
    struct mb_session *made = mb_pointer(session & ~(uint64_t)MB_HANDLE_TAG);

    explicit_bzero(made, session_size(mb_algorithm(made->kind)));
    rte_free(made);
}

#else

int32_t yett_mb_supports(const struct yett_session *session)
{
    (void)session;
    return 0;
}

int64_t yett_mb_session_create(const struct yett_session *session)
{
    (void)session;
    return -ENOTSUP;
}

void yett_mb_session_free(uint64_t session)
{
    (void)session;
}

#endif
