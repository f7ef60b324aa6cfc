/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the multi-buffer library's part share; not for Java. */
#ifndef YETT_MB_H
#define YETT_MB_H

#include <stdint.h>

#include <intel-ipsec-mb.h>
#include <rte_crypto.h>

#include "yett_dpdk.h"

/* Ops that are worked on together: as many as a lane's burst has. */
#define MB_BURST 64
#define MB_MAX_TAG 64
#define MB_MAX_AAD 64
#define MB_BLOCK 16
/*
 * CCM as cryptodev has it: the nonce begins one octet behind the IV's place, the AAD 18 octets behind its own, so that
 * a device finds room for its first block there.
 */
#define MB_CCM_NONCE 11
#define MB_CCM_NONCE_AT 1
#define MB_CCM_AAD 14 /* what is left of 32 octets */
#define MB_CCM_AAD_AT 18
#define MB_IV_OFFSET (sizeof(struct rte_crypto_op) + sizeof(struct rte_crypto_sym_op))

/*
 * Handles of AES-GCM's sessions are addresses of cache lines, so a set lowest bit is free to say that a session is one
 * of these. A prefetch of the handle still asks for the right line.
 */
#define MB_HANDLE_TAG 1

/* What an op is done by. */
enum mb_algorithm {
    MB_AUTH_ONLY, /* an integrity algorithm; beside it, with CBC and CTR, a cipher */
    MB_CBC,
    MB_CTR,
    MB_GMAC,
    MB_GCM, /* with a short tag; that of 16 octets has sessions of its own */
    MB_CCM,
    MB_CHACHA20_POLY1305
};

/* What a session does, as a number: ops of the same kind are worked on together. */
enum mb_kind_part {
    MB_OURS = 1 << 0, /* set in all, so that no kind is 0 */
    MB_ENCRYPT = 1 << 1,
    MB_ALGORITHM_SHIFT = 2, /* enum mb_algorithm */
    MB_ALGORITHM_MASK = 7 << MB_ALGORITHM_SHIFT,
    MB_KEY_SHIFT = 5, /* octets of the AES key / 8: 2, 3, 4 */
    MB_KEY_MASK = 7 << MB_KEY_SHIFT,
    MB_HASH_SHIFT = 8, /* enum yett_auth */
};

/* Never changes once it is made, so threads share it. */
struct mb_session {
    uint8_t keys[15 * MB_BLOCK]; /* round keys of one direction, or the key of ChaCha20 */
    uint32_t kind;
    uint16_t tag_length;
    uint16_t aad_length;
    uint64_t pad;
    union {
        struct { /* HMAC: the hash of the key's inner and outer pad, as the library has it */
            uint8_t inner[64];
            uint8_t outer[64];
        };
        struct { /* CMAC and XCBC: round keys, and the two keys of the last block */
            uint8_t mac_keys[15 * MB_BLOCK];
            uint8_t last[2][MB_BLOCK];
        };
    };
    struct gcm_key_data gcm[]; /* one with GCM and GMAC, else none */
} __attribute__((aligned(64)));

static inline enum mb_algorithm mb_algorithm(uint32_t kind)
{
    return (enum mb_algorithm)((kind & MB_ALGORITHM_MASK) >> MB_ALGORITHM_SHIFT);
}

static inline uint32_t mb_key_length(uint32_t kind)
{
    return 8 * ((kind & MB_KEY_MASK) >> MB_KEY_SHIFT);
}

/* One thread's. */
struct mb_queue {
    IMB_MGR *wide; /* the widest vectors of this CPU */
    IMB_MGR *sha;  /* SHA instructions, or NULL */
    uint32_t wide_from; /* fewer packets than that are hashed by `sha` */
    IMB_JOB jobs[MB_BURST];
    struct rte_crypto_op *group[MB_BURST];
    struct rte_crypto_op *owners[MB_BURST]; /* the op of each job */
    uint8_t tags[MB_BURST][MB_MAX_TAG];
};

static inline void *mb_pointer(uint64_t address)
{
    return (void *)(uintptr_t)address;
}

/* One whose queues nobody uses: for key schedules. NULL if there is no memory or no library for this CPU. Any thread. */
IMB_MGR *mb_manager_shared(void);
/* A manager with functions for this CPU, or NULL; `sha` asks for the SHA instructions. */
IMB_MGR *mb_manager_create(int sha);
void mb_manager_free(IMB_MGR *manager);
/* The library's number of enum yett_auth, or 0 if it is none of a chain's. */
IMB_HASH_ALG mb_hash(int32_t auth);
/* From how many packets on the widest vectors hash faster than the SHA instructions; measured once. */
uint32_t mb_wide_from(IMB_MGR *wide, IMB_MGR *sha);

#endif
