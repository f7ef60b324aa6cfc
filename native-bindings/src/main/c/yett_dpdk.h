/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DPDK, flat: the functions that Yett's Java code calls, most of which are `static inline` in DPDK and so invisible
 * to a binding generator. No packet logic and no policy live here.
 *
 * Conventions
 *   - Addresses and handles cross as int64_t/uint64_t. A user-space address is positive.
 *   - A function that can fail returns a negative errno value; the reason in words is in yett_log_read().
 *   - Plain C types only: this header includes nothing of DPDK, so that it means the same for every DPDK version.
 *   - "hot": never blocks, takes well under 10 microseconds for one burst, and may be a critical downcall.
 *
 * After a change: raise YETT_HEADER_VERSION and run native-bindings/jextract.sh.
 */
#ifndef YETT_DPDK_H
#define YETT_DPDK_H

#include <stdint.h>

#ifdef YETT_BUILDING
#define YETT_API __attribute__((visibility("default")))
#else
#define YETT_API
#endif

#define YETT_HEADER_VERSION 4

/* ---- What the library was built for -------------------------------------------------------------------------- */

/* YETT_HEADER_VERSION of the header that the library was compiled with. */
YETT_API int32_t yett_header_version(void);
/* DPDK release in the form yymm: that of the headers at compile time, and that of the library loaded now. */
YETT_API int32_t yett_dpdk_compiled(void);
YETT_API int32_t yett_dpdk_loaded(void);
/* For example "DPDK 24.11.4". Static. */
YETT_API const char *yett_dpdk_version(void);
/* The errno value (positive) in words. Valid until this thread's next call. */
YETT_API const char *yett_strerror(int32_t error);

/* ---- Layout table: where the C compiler put the fields that Java reads and writes -------------------------------- */

enum yett_field {
    YETT_MBUF_BUF_ADDR,
    YETT_MBUF_DATA_OFF,
    YETT_MBUF_REFCNT,
    YETT_MBUF_NB_SEGS,
    YETT_MBUF_PORT,
    YETT_MBUF_OL_FLAGS,
    YETT_MBUF_PACKET_TYPE,
    YETT_MBUF_PKT_LEN,
    YETT_MBUF_DATA_LEN,
    YETT_MBUF_BUF_LEN,
    YETT_MBUF_POOL,
    YETT_MBUF_NEXT,
    YETT_OP_TYPE,
    YETT_OP_STATUS,
    YETT_OP_SESS_TYPE,
    YETT_OP_PHYS_ADDR,
    YETT_SYM_M_SRC,
    YETT_SYM_M_DST,
    YETT_SYM_SESSION,
    YETT_SYM_AEAD_DATA_OFFSET,
    YETT_SYM_AEAD_DATA_LENGTH,
    YETT_SYM_AEAD_DIGEST_DATA,
    YETT_SYM_AEAD_DIGEST_PHYS,
    YETT_SYM_AEAD_AAD_DATA,
    YETT_SYM_AEAD_AAD_PHYS,
    YETT_SYM_CIPHER_DATA_OFFSET,
    YETT_SYM_CIPHER_DATA_LENGTH,
    YETT_SYM_AUTH_DATA_OFFSET,
    YETT_SYM_AUTH_DATA_LENGTH,
    YETT_SYM_AUTH_DIGEST_DATA,
    YETT_SYM_AUTH_DIGEST_PHYS,
    YETT_FIELD_COUNT
};

struct yett_field_layout {
    uint32_t offset; /* bytes from the start of the mbuf or crypto op; symmetric fields count from the op's start too */
    uint32_t size;   /* bytes */
};

enum yett_constant {
    YETT_MBUF_SIZE,            /* bytes of struct rte_mbuf, without private area and data room */
    YETT_MBUF_HEADROOM,        /* RTE_PKTMBUF_HEADROOM: bytes before the data of a fresh mbuf */
    YETT_OP_IV,                /* offset of the IV and other private bytes from the start of a symmetric crypto op */
    YETT_OP_TYPE_SYMMETRIC,
    YETT_OP_STATUS_SUCCESS,
    YETT_OP_STATUS_NOT_PROCESSED,
    YETT_OP_STATUS_AUTH_FAILED,
    YETT_OP_SESS_WITH_SESSION,
    YETT_RX_IP_CKSUM_MASK,     /* bits of ol_flags, and the value of them that says "bad" */
    YETT_RX_IP_CKSUM_BAD,
    YETT_RX_OFFLOAD_IPV4_CKSUM,
    YETT_TX_OFFLOAD_FAST_FREE, /* all mbufs of a TX queue have one pool and one reference */
    YETT_MAX_LCORES,
    YETT_CONSTANT_COUNT
};

/* Fill the whole table; return the number of entries, or -EINVAL if `count` is not the library's own. */
YETT_API int32_t yett_layout(struct yett_field_layout *table, int32_t count);
YETT_API int32_t yett_constants(int64_t *table, int32_t count);

/* ---- EAL ------------------------------------------------------------------------------------------------------- */

/*
 * Starts DPDK; once per process. Takes the arguments of rte_eal_init without the program's name. The CPU affinity of
 * the calling thread is kept. -EALREADY if it was called before, successful or not.
 */
YETT_API int32_t yett_eal_init(int32_t argc, const char *const *argv);
YETT_API int32_t yett_eal_cleanup(void);
/* 1 if memory is in hugepages, 0 if not. */
YETT_API int32_t yett_eal_has_hugepages(void);
/* Level of DPDK's log, 1 (emergency) .. 8 (debug). */
YETT_API void yett_log_level(int32_t level);
/*
 * Takes the oldest bytes out of the log: up to `length`, returns how many. DPDK's messages go to a bounded buffer in
 * memory (the oldest are lost first), never to the terminal.
 */
YETT_API int32_t yett_log_read(char *buffer, int32_t length);
/* Off-heap memory from DPDK's heap (hugepages if there are any), zeroed; address or -ENOMEM. */
YETT_API int64_t yett_malloc(uint64_t bytes, uint32_t alignment, int32_t socket);
YETT_API void yett_free(uint64_t address);

/* ---- Threads --------------------------------------------------------------------------------------------------- */

/* Gives the calling thread an lcore id, and so the per-core caches of mempools. Idempotent. Returns the lcore id. */
YETT_API int32_t yett_thread_register(void);
/* Takes it back; must be called before a registered thread ends. */
YETT_API void yett_thread_unregister(void);
/* Lets the calling thread run on one CPU only. -EINVAL if the process may not use that CPU. */
YETT_API int32_t yett_thread_pin(int32_t cpu);
/* 1 if the calling thread may run on that CPU, else 0. */
YETT_API int32_t yett_thread_may_use(int32_t cpu);
/* The CPU that the calling thread is on now. */
YETT_API int32_t yett_thread_cpu(void);

/* ---- Memory pools of packet buffers ------------------------------------------------------------------------------ */

/* data_room includes the headroom. Returns the pool, or a negative errno. */
YETT_API int64_t yett_mbuf_pool_create(const char *name, uint32_t count, uint32_t cache, uint16_t private_size,
        uint16_t data_room, int32_t socket);
YETT_API void yett_pool_free(uint64_t pool);
YETT_API int32_t yett_pool_in_use(uint64_t pool);
YETT_API int32_t yett_pool_available(uint64_t pool);
/* hot: all `count` mbufs or none; 0 or a negative errno. */
YETT_API int32_t yett_mbuf_alloc_bulk(uint64_t pool, uint64_t mbufs, int32_t count);
/* hot: frees chains; `mbufs` is the address of an array of mbuf addresses. */
YETT_API void yett_mbuf_free_bulk(uint64_t mbufs, int32_t count);

/* Zeroed memory in DPDK's huge pages, or 0 if there is none left. `align` is a power of two. */
YETT_API uint64_t yett_memory_alloc(uint64_t bytes, uint32_t align);
YETT_API void yett_memory_free(uint64_t address);

/* ---- Ethernet ports ----------------------------------------------------------------------------------------------- */

/* Attaches a device by PCI address or devargs ("net_pcap0,rx_pcap=in.pcap"), or does nothing if it is there. */
YETT_API int32_t yett_device_probe(const char *devargs);
YETT_API int32_t yett_port_count(void);
/* Port id of a device name ("net_pcap0", "0000:01:00.0"), or -ENODEV. */
YETT_API int32_t yett_port_by_name(const char *name);
/* Stops, closes and detaches a port. */
YETT_API int32_t yett_port_remove(uint16_t port);

struct yett_port_info {
    char driver[64];
    int32_t socket; /* NUMA node, -1 if unknown */
    uint32_t max_rx_queues;
    uint32_t max_tx_queues;
    uint32_t min_mtu;
    uint32_t max_mtu;
    uint32_t min_rx_descriptors;
    uint32_t max_rx_descriptors;
    uint32_t min_tx_descriptors;
    uint32_t max_tx_descriptors;
    uint64_t rx_offloads; /* RTE_ETH_RX_OFFLOAD_* */
    uint64_t tx_offloads; /* RTE_ETH_TX_OFFLOAD_* */
    uint64_t rss_types;   /* RTE_ETH_RSS_* */
};
YETT_API int32_t yett_port_info(uint16_t port, struct yett_port_info *info);

struct yett_port_config {
    uint16_t rx_queues;
    uint16_t tx_queues;
    uint16_t rx_descriptors; /* adjusted to what the driver allows */
    uint16_t tx_descriptors;
    uint16_t mtu;            /* 0 keeps the driver's own */
    uint16_t pad;
    uint32_t pad2;
    uint64_t rx_offloads;    /* wanted RTE_ETH_RX_OFFLOAD_*; those that the driver lacks are left out */
    uint64_t tx_offloads;
    uint64_t pools;          /* address of an array: the mbuf pool of each RX queue */
};
/* Which step failed, as a yett_port_step, is in *step when the result is negative. Several RX queues: RSS. */
enum yett_port_step { YETT_STEP_INFO, YETT_STEP_CONFIGURE, YETT_STEP_RX_QUEUE, YETT_STEP_TX_QUEUE };
YETT_API int32_t yett_port_configure(uint16_t port, const struct yett_port_config *config, int32_t *step);
YETT_API int32_t yett_port_start(uint16_t port);
YETT_API int32_t yett_port_stop(uint16_t port);
YETT_API int32_t yett_port_close(uint16_t port);
YETT_API int32_t yett_port_promiscuous(uint16_t port, int32_t on);
/* The 48-bit address as a number: 02:00:00:00:00:01 is 0x020000000001. */
YETT_API int64_t yett_port_mac(uint16_t port);
YETT_API int32_t yett_port_mac_set(uint16_t port, int64_t mac);
YETT_API int32_t yett_port_mtu(uint16_t port);
/* Does not wait: Mbit/s if up (1 if up and unknown), 0 if down. */
YETT_API int64_t yett_port_link(uint16_t port);

struct yett_port_stats {
    uint64_t rx_packets;
    uint64_t tx_packets;
    uint64_t rx_bytes;
    uint64_t tx_bytes;
    uint64_t rx_missed;  /* dropped by the device: no room in its queue */
    uint64_t rx_errors;
    uint64_t tx_errors;
    uint64_t rx_no_mbuf; /* the pool was empty */
};
YETT_API int32_t yett_port_stats(uint16_t port, struct yett_port_stats *stats);

/* hot: up to `count` packets into the array at `mbufs`; returns how many. */
YETT_API int32_t yett_rx_burst(int32_t port, int32_t queue, uint64_t mbufs, int32_t count);
/* hot: the same, and asks for the first `lines` cache lines of each packet's data ahead of use. */
YETT_API int32_t yett_rx_burst_prefetch(int32_t port, int32_t queue, uint64_t mbufs, int32_t count, int32_t lines);
/* hot: returns how many the device took, from the front; the rest stay the caller's. */
YETT_API int32_t yett_tx_burst(int32_t port, int32_t queue, uint64_t mbufs, int32_t count);
/* hot: asks for the cache line at each of `count` addresses plus `offset`. */
YETT_API void yett_prefetch(uint64_t addresses, int32_t count, int32_t offset);
/*
 * hot: follows one pointer ahead of use. At each of `count` addresses plus `offset` there is a pointer; asks for the
 * cache lines behind it whose bits are set in `lines`, bit 0 being the first. A null or stale pointer does no harm.
 */
YETT_API void yett_prefetch_via(uint64_t addresses, int32_t count, int32_t offset, uint32_t lines);

/* ---- Crypto devices ------------------------------------------------------------------------------------------------ */

enum yett_aead { YETT_AEAD_NONE, YETT_AEAD_AES_GCM, YETT_AEAD_AES_CCM, YETT_AEAD_CHACHA20_POLY1305 };
enum yett_cipher { YETT_CIPHER_NONE, YETT_CIPHER_NULL, YETT_CIPHER_AES_CBC, YETT_CIPHER_AES_CTR };
enum yett_auth {
    YETT_AUTH_NONE,
    YETT_AUTH_SHA1_HMAC,
    YETT_AUTH_SHA256_HMAC,
    YETT_AUTH_SHA384_HMAC,
    YETT_AUTH_SHA512_HMAC,
    YETT_AUTH_AES_GMAC,
    YETT_AUTH_AES_XCBC_MAC,
    YETT_AUTH_AES_CMAC
};

YETT_API int32_t yett_crypto_count(void);
YETT_API int32_t yett_crypto_by_name(const char *name);

struct yett_crypto_info {
    char name[64];
    char driver[64];
    int32_t socket;
    uint32_t max_queue_pairs;
    uint32_t max_sessions; /* 0 = no limit */
    uint32_t hardware;     /* 1 if the work is done outside this CPU, so that bursts are in flight */
    uint64_t features;     /* RTE_CRYPTODEV_FF_* */
};
YETT_API int32_t yett_crypto_info(int32_t device, struct yett_crypto_info *info);

/*
 * One session: an AEAD, or a cipher and an integrity algorithm chained as ESP has it (encrypt then authenticate,
 * verify then decrypt). Lengths are in bytes. All offsets in the op count from its start.
 */
struct yett_session {
    int32_t encrypt; /* 1 encrypt/generate, 0 decrypt/verify */
    int32_t aead;    /* enum yett_aead; NONE for a chain */
    int32_t cipher;  /* enum yett_cipher */
    int32_t auth;    /* enum yett_auth */
    uint64_t key;    /* address of the AEAD or cipher key; read during the call only */
    uint64_t auth_key;
    uint16_t key_length;
    uint16_t auth_key_length;
    uint16_t iv_offset;
    uint16_t iv_length;
    uint16_t digest_length;
    uint16_t aad_length;
    uint32_t pad;
};
/* 1 if the device offers it with these lengths, 0 if not. Keys are not looked at. */
YETT_API int32_t yett_crypto_supports(int32_t device, const struct yett_session *session);
/* Pool of sessions of the size that the device needs. */
YETT_API int64_t yett_session_pool_create(const char *name, int32_t device, uint32_t count, int32_t socket);
YETT_API int32_t yett_crypto_configure(int32_t device, uint16_t queue_pairs, uint32_t descriptors, uint64_t session_pool);
YETT_API int32_t yett_crypto_start(int32_t device);
YETT_API void yett_crypto_stop(int32_t device);
YETT_API int32_t yett_crypto_close(int32_t device);
YETT_API int32_t yett_crypto_remove(int32_t device);
/* Session handle, or a negative errno. */
YETT_API int64_t yett_session_create(int32_t device, const struct yett_session *session, uint64_t session_pool);
/* Zeroes the keys. No op with the session may be in flight. */
YETT_API int32_t yett_session_free(int32_t device, uint64_t session);

YETT_API int64_t yett_op_pool_create(const char *name, uint32_t count, uint32_t cache, uint16_t private_size,
        int32_t socket);
/* hot: symmetric ops with the session type set, all `count` or none. */
YETT_API int32_t yett_op_alloc_bulk(uint64_t pool, uint64_t ops, int32_t count);
YETT_API void yett_op_free_bulk(uint64_t ops, int32_t count);

/* hot */
YETT_API int32_t yett_crypto_enqueue(int32_t device, int32_t queue_pair, uint64_t ops, int32_t count);
YETT_API int32_t yett_crypto_dequeue(int32_t device, int32_t queue_pair, uint64_t ops, int32_t count);
/*
 * hot, for devices that work on this CPU: enqueues all ops and dequeues them into the same array. Returns how many came
 * back; fewer than `count` only if the device made no progress in a bounded number of polls: the ops beyond the result
 * then belong to the device and must not be touched.
 */
YETT_API int32_t yett_crypto_run(int32_t device, int32_t queue_pair, uint64_t ops, int32_t count);

/* ---- AES-GCM on this CPU, without a device -------------------------------------------------------------------------- */

/*
 * The multi-buffer library that DPDK's crypto_aesni_gcm is made of, called directly: one call per packet instead of
 * three, and no queue between. Operations look the same; their sessions come from here.
 */
/* 1 if the library was there at compile time and works on this CPU. */
YETT_API int32_t yett_gcm_available(void);
/* Key of 16, 24 or 32 bytes, IV of 12, tag of 16, AAD of up to 64. Session handle, or a negative errno. Any thread. */
YETT_API int64_t yett_gcm_session_create(int32_t encrypt, uint64_t key, int32_t key_length, int32_t aad_length);
/* Zeroes the keys. */
YETT_API void yett_gcm_session_free(uint64_t session);
/* hot: runs `count` ops to their end, and sets the status of each. Returns how many failed. */
YETT_API int32_t yett_gcm_run(uint64_t ops, int32_t count);

/* ---- Other algorithms on this CPU, many packets at once ----------------------------------------------------------------- */

/*
 * The same library's bursts: AES-CBC, AES-CTR or no cipher with an HMAC, AES-XCBC-MAC or AES-CMAC as a chain; AES-GMAC;
 * ChaCha20-Poly1305, AES-CCM, and AES-GCM with a short tag. Sessions are described as those of devices, and their
 * operations have cryptodev's layout: the IV at `iv_offset` (which is YETT_OP_IV), a chain's in the fields of cipher
 * and auth; CCM's nonce one octet behind the IV's place, and its AAD of up to 14 octets 18 behind its own.
 * One thing no device has: GMAC's session may have an AAD, which is authenticated before the op's auth.data.
 */
/* 1 if the library was there at compile time and offers it on this CPU, 0 if not. Keys are not looked at. */
YETT_API int32_t yett_mb_supports(const struct yett_session *session);
/* Session handle, or a negative errno. Its lowest bit is set. Any thread. */
YETT_API int64_t yett_mb_session_create(const struct yett_session *session);
/* Zeroes the keys. No op with the session is under way. */
YETT_API void yett_mb_session_free(uint64_t session);
/* What one thread needs to run ops; takes some milliseconds. Handle, or a negative errno. */
YETT_API int64_t yett_mb_queue_create(void);
/* Zeroes what packets left in it. */
YETT_API void yett_mb_queue_free(uint64_t queue);
/*
 * Runs `count` ops of any sessions of this section and of AES-GCM's to their end, and sets the status of each. Returns
 * how many failed. Takes up to some 100 microseconds for 64 long packets, so it is no critical downcall. An op of a
 * chain with an ICV that is wrong is not decrypted.
 */
YETT_API int32_t yett_mb_run(uint64_t queue, uint64_t ops, int32_t count);

/* ---- IPv4 longest-prefix match --------------------------------------------------------------------------------------- */

/* Addresses are in host byte order; next hops are 24 bits. One writer; lookups may run meanwhile. */
YETT_API int64_t yett_lpm_create(const char *name, uint32_t max_rules, uint32_t tables8, int32_t socket);
YETT_API void yett_lpm_free(uint64_t lpm);
YETT_API int32_t yett_lpm_add(uint64_t lpm, uint32_t address, int32_t depth, uint32_t next_hop);
YETT_API int32_t yett_lpm_delete(uint64_t lpm, uint32_t address, int32_t depth);
/* hot: next hop, or -1 if no prefix matches. */
YETT_API int32_t yett_lpm_lookup(uint64_t lpm, uint32_t address);
/* hot: `count` addresses (uint32_t) to next hops (int32_t, -1 if none). */
YETT_API void yett_lpm_lookup_bulk(uint64_t lpm, uint64_t addresses, uint64_t next_hops, int32_t count);

#endif
