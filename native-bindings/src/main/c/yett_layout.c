/* SPDX-License-Identifier: Apache-2.0 */
/* The layout table: offsets and sizes as the compiler sees them in the DPDK that this library is built against. */
#include <errno.h>
#include <stddef.h>

#include <rte_crypto.h>
#include <rte_cryptodev.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_lcore.h>
#include <rte_mbuf.h>
#include <rte_version.h>

#include "yett_dpdk.h"

#if RTE_VERSION < RTE_VERSION_NUM(22, 11, 0, 0)
#error "Yett needs DPDK 22.11 or later: install libdpdk-dev of Debian 12 or newer"
#endif

#define MBUF(id, field)                                                                                                \
    [id] = { offsetof(struct rte_mbuf, field), sizeof(((struct rte_mbuf *)0)->field) }
#define OP(id, field)                                                                                                  \
    [id] = { offsetof(struct rte_crypto_op, field), sizeof(((struct rte_crypto_op *)0)->field) }
#define SYM(id, field)                                                                                                 \
    [id] = { offsetof(struct rte_crypto_op, sym) + offsetof(struct rte_crypto_sym_op, field),                      \
        sizeof(((struct rte_crypto_sym_op *)0)->field) }

static const struct yett_field_layout layout[YETT_FIELD_COUNT] = {
    MBUF(YETT_MBUF_BUF_ADDR, buf_addr),
    MBUF(YETT_MBUF_DATA_OFF, data_off),
    MBUF(YETT_MBUF_REFCNT, refcnt),
    MBUF(YETT_MBUF_NB_SEGS, nb_segs),
    MBUF(YETT_MBUF_PORT, port),
    MBUF(YETT_MBUF_OL_FLAGS, ol_flags),
    MBUF(YETT_MBUF_PACKET_TYPE, packet_type),
    MBUF(YETT_MBUF_PKT_LEN, pkt_len),
    MBUF(YETT_MBUF_DATA_LEN, data_len),
    MBUF(YETT_MBUF_BUF_LEN, buf_len),
    MBUF(YETT_MBUF_POOL, pool),
    MBUF(YETT_MBUF_NEXT, next),
    OP(YETT_OP_TYPE, type),
    OP(YETT_OP_STATUS, status),
    OP(YETT_OP_SESS_TYPE, sess_type),
    OP(YETT_OP_PHYS_ADDR, phys_addr),
    SYM(YETT_SYM_M_SRC, m_src),
    SYM(YETT_SYM_M_DST, m_dst),
    SYM(YETT_SYM_SESSION, session),
    SYM(YETT_SYM_AEAD_DATA_OFFSET, aead.data.offset),
    SYM(YETT_SYM_AEAD_DATA_LENGTH, aead.data.length),
    SYM(YETT_SYM_AEAD_DIGEST_DATA, aead.digest.data),
    SYM(YETT_SYM_AEAD_DIGEST_PHYS, aead.digest.phys_addr),
    SYM(YETT_SYM_AEAD_AAD_DATA, aead.aad.data),
    SYM(YETT_SYM_AEAD_AAD_PHYS, aead.aad.phys_addr),
    SYM(YETT_SYM_CIPHER_DATA_OFFSET, cipher.data.offset),
    SYM(YETT_SYM_CIPHER_DATA_LENGTH, cipher.data.length),
    SYM(YETT_SYM_AUTH_DATA_OFFSET, auth.data.offset),
    SYM(YETT_SYM_AUTH_DATA_LENGTH, auth.data.length),
    SYM(YETT_SYM_AUTH_DIGEST_DATA, auth.digest.data),
    SYM(YETT_SYM_AUTH_DIGEST_PHYS, auth.digest.phys_addr),
};

static const int64_t constants[YETT_CONSTANT_COUNT] = {
    [YETT_MBUF_SIZE] = sizeof(struct rte_mbuf),
    [YETT_MBUF_HEADROOM] = RTE_PKTMBUF_HEADROOM,
    [YETT_OP_IV] = sizeof(struct rte_crypto_op) + sizeof(struct rte_crypto_sym_op),
    [YETT_OP_TYPE_SYMMETRIC] = RTE_CRYPTO_OP_TYPE_SYMMETRIC,
    [YETT_OP_STATUS_SUCCESS] = RTE_CRYPTO_OP_STATUS_SUCCESS,
    [YETT_OP_STATUS_NOT_PROCESSED] = RTE_CRYPTO_OP_STATUS_NOT_PROCESSED,
    [YETT_OP_STATUS_AUTH_FAILED] = RTE_CRYPTO_OP_STATUS_AUTH_FAILED,
    [YETT_OP_SESS_WITH_SESSION] = RTE_CRYPTO_OP_WITH_SESSION,
    [YETT_RX_IP_CKSUM_MASK] = RTE_MBUF_F_RX_IP_CKSUM_MASK,
    [YETT_RX_IP_CKSUM_BAD] = RTE_MBUF_F_RX_IP_CKSUM_BAD,
    [YETT_RX_OFFLOAD_IPV4_CKSUM] = RTE_ETH_RX_OFFLOAD_IPV4_CKSUM,
    [YETT_TX_OFFLOAD_FAST_FREE] = RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE,
    [YETT_MAX_LCORES] = RTE_MAX_LCORE,
};

int32_t yett_header_version(void)
{
    return YETT_HEADER_VERSION;
}

int32_t yett_dpdk_compiled(void)
{
    return RTE_VER_YEAR * 100 + RTE_VER_MONTH;
}

int32_t yett_dpdk_loaded(void)
{
    return (int32_t)(rte_version_year() * 100 + rte_version_month());
}

const char *yett_dpdk_version(void)
{
    return rte_version();
}

const char *yett_strerror(int32_t error)
{
    return rte_strerror(error);
}

int32_t yett_layout(struct yett_field_layout *table, int32_t count)
{
    if (count != YETT_FIELD_COUNT)
        return -EINVAL;
    for (int32_t i = 0; i < count; i++)
        table[i] = layout[i];
    return count;
}

int32_t yett_constants(int64_t *table, int32_t count)
{
    if (count != YETT_CONSTANT_COUNT)
        return -EINVAL;
    for (int32_t i = 0; i < count; i++)
        table[i] = constants[i];
    return count;
}
