/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions of the multi-buffer library's jobs: AES-CBC with HMAC-SHA2, and ChaCha20-Poly1305. */
#include <errno.h>
#include <string.h>

#include "yett_dpdk.h"

#ifdef YETT_HAVE_IPSEC_MB

#include <rte_malloc.h>

#include "yett_mb.h"

static int supports_chacha(const struct yett_session *session)
{
    return session->cipher == YETT_CIPHER_NONE && session->auth == YETT_AUTH_NONE && session->key_length == 32 &&
           session->iv_length == 12 && session->digest_length == 16 && session->aad_length <= MB_MAX_AAD;
}

/* Octets of the ICV that ESP has of each HMAC (RFC 4868 section 2.3): half of the hash, whose length is the key's. */
static uint16_t hmac_key_length(int32_t auth)
{
    switch (auth) {
    case YETT_AUTH_SHA256_HMAC:
        return 32;
    case YETT_AUTH_SHA384_HMAC:
        return 48;
    case YETT_AUTH_SHA512_HMAC:
        return 64;
    default:
        return 0;
    }
}

static int supports_chain(const struct yett_session *session)
{
    uint16_t hmac_key = hmac_key_length(session->auth);

    return session->cipher == YETT_CIPHER_AES_CBC && hmac_key != 0 && session->auth_key_length == hmac_key &&
           session->digest_length == hmac_key / 2 && session->iv_length == MB_BLOCK &&
           (session->key_length == 16 || session->key_length == 24 || session->key_length == 32);
}

int32_t yett_mb_supports(const struct yett_session *session)
{
    if (!yett_gcm_available()) /* the library, and a CPU that it knows */
        return 0;
    return session->aead == YETT_AEAD_CHACHA20_POLY1305 ? supports_chacha(session)
                                                        : session->aead == YETT_AEAD_NONE && supports_chain(session);
}

/* Keeps the round keys of the session's direction alone. */
static void expand_key(IMB_MGR *manager, struct mb_session *made, const void *key, uint16_t length, int encrypt)
{
    uint8_t schedules[2][sizeof(made->keys)] __attribute__((aligned(64)));

    if (length == 16)
        IMB_AES_KEYEXP_128(manager, key, schedules[0], schedules[1]);
    else if (length == 24)
        IMB_AES_KEYEXP_192(manager, key, schedules[0], schedules[1]);
    else
        IMB_AES_KEYEXP_256(manager, key, schedules[0], schedules[1]);
    memcpy(made->keys, schedules[encrypt ? 0 : 1], sizeof(made->keys));
    explicit_bzero(schedules, sizeof(schedules));
}

static void hash_block(IMB_MGR *manager, int32_t auth, const uint8_t *block, uint8_t *state)
{
    if (auth == YETT_AUTH_SHA256_HMAC)
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
    size_t length = session->auth == YETT_AUTH_SHA256_HMAC ? IMB_SHA_256_BLOCK_SIZE : IMB_SHA_512_BLOCK_SIZE;

    memset(block, 0x36, sizeof(block));
    for (size_t i = 0; i < session->auth_key_length && i < length; i++)
        block[i] ^= key[i];
    hash_block(manager, session->auth, block, made->inner);
    for (size_t i = 0; i < length; i++)
        block[i] ^= 0x36 ^ 0x5c;
    hash_block(manager, session->auth, block, made->outer);
    explicit_bzero(block, sizeof(block));
}

int64_t yett_mb_session_create(const struct yett_session *session)
{
    struct mb_session *made;
    IMB_MGR *manager;

    if (!yett_mb_supports(session))
        return -ENOTSUP;
    manager = mb_manager_shared();
    made = rte_zmalloc("yett_mb_session", sizeof(*made), 64);
    if (manager == NULL || made == NULL) {
        rte_free(made);
        return -ENOMEM;
    }
    made->kind = MB_OURS | (session->encrypt ? MB_ENCRYPT : 0);
    made->tag_length = session->digest_length;
    if (session->aead == YETT_AEAD_CHACHA20_POLY1305) {
        made->kind |= MB_CHACHA20_POLY1305;
        made->aad_length = session->aad_length;
        memcpy(made->keys, mb_pointer(session->key), session->key_length);
    } else {
        made->kind |= (uint32_t)(session->key_length / 8) << MB_KEY_SHIFT | (uint32_t)session->auth << MB_HASH_SHIFT;
        expand_key(manager, made, mb_pointer(session->key), session->key_length, session->encrypt);
        expand_hmac(manager, made, session);
    }
    return (int64_t)(uintptr_t)made | MB_HANDLE_TAG;
}

void yett_mb_session_free(uint64_t session)
{
    struct mb_session *made = mb_pointer(session & ~(uint64_t)MB_HANDLE_TAG);

    explicit_bzero(made, sizeof(*made));
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
