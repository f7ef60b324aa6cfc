/* SPDX-License-Identifier: Apache-2.0 */
/* Packet buffers and Ethernet ports. */
#include <errno.h>
#include <string.h>

#include <rte_dev.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_malloc.h>
#include <rte_mbuf.h>
#include <rte_mempool.h>
#include <rte_prefetch.h>

#include "yett_dpdk.h"

#define CACHE_LINE 64

static inline void *pointer(uint64_t address)
{
    return (void *)(uintptr_t)address;
}

static int32_t error_or(int32_t fallback)
{
    return rte_errno > 0 ? -rte_errno : fallback;
}

int64_t yett_mbuf_pool_create(const char *name, uint32_t count, uint32_t cache, uint16_t private_size,
        uint16_t data_room, int32_t socket)
{
    struct rte_mempool *pool = rte_pktmbuf_pool_create(name, count, cache, private_size, data_room, socket);

    return pool == NULL ? error_or(-ENOMEM) : (int64_t)(uintptr_t)pool;
}

void yett_pool_free(uint64_t pool)
{
    rte_mempool_free(pointer(pool));
}

int32_t yett_pool_in_use(uint64_t pool)
{
    return (int32_t)rte_mempool_in_use_count(pointer(pool));
}

int32_t yett_pool_available(uint64_t pool)
{
    return (int32_t)rte_mempool_avail_count(pointer(pool));
}

int32_t yett_mbuf_alloc_bulk(uint64_t pool, uint64_t mbufs, int32_t count)
{
    return rte_pktmbuf_alloc_bulk(pointer(pool), pointer(mbufs), (unsigned int)count);
}

void yett_mbuf_free_bulk(uint64_t mbufs, int32_t count)
{
    rte_pktmbuf_free_bulk(pointer(mbufs), (unsigned int)count);
}

uint64_t yett_memory_alloc(uint64_t bytes, uint32_t align)
{
    return (uint64_t)(uintptr_t)rte_zmalloc("yett_memory", bytes, align);
}

void yett_memory_free(uint64_t address)
{
    rte_free(pointer(address));
}

int32_t yett_device_probe(const char *devargs)
{
    int result = rte_dev_probe(devargs);

    return result == -EEXIST ? 0 : result;
}

int32_t yett_port_count(void)
{
    return rte_eth_dev_count_avail();
}

int32_t yett_port_by_name(const char *name)
{
    uint16_t port;
    int result = rte_eth_dev_get_port_by_name(name, &port);

    return result != 0 ? -ENODEV : port;
}

int32_t yett_port_remove(uint16_t port)
{
    struct rte_eth_dev_info info;
    int result = rte_eth_dev_info_get(port, &info);

    if (result != 0)
        return result;
    rte_eth_dev_stop(port);
    rte_eth_dev_close(port);
    return rte_dev_remove(info.device);
}

int32_t yett_port_info(uint16_t port, struct yett_port_info *out)
{
    struct rte_eth_dev_info info;
    int result = rte_eth_dev_info_get(port, &info);

    if (result != 0)
        return result;
    memset(out, 0, sizeof(*out));
    strncpy(out->driver, info.driver_name, sizeof(out->driver) - 1);
    out->socket = rte_eth_dev_socket_id(port);
    out->max_rx_queues = info.max_rx_queues;
    out->max_tx_queues = info.max_tx_queues;
    out->min_mtu = info.min_mtu;
    out->max_mtu = info.max_mtu;
    out->min_rx_descriptors = info.rx_desc_lim.nb_min;
    out->max_rx_descriptors = info.rx_desc_lim.nb_max;
    out->min_tx_descriptors = info.tx_desc_lim.nb_min;
    out->max_tx_descriptors = info.tx_desc_lim.nb_max;
    out->rx_offloads = info.rx_offload_capa;
    out->tx_offloads = info.tx_offload_capa;
    out->rss_types = info.flow_type_rss_offloads;
    return 0;
}

static int configure_device(uint16_t port, const struct yett_port_config *config, const struct rte_eth_dev_info *info)
{
    struct rte_eth_conf conf;

    memset(&conf, 0, sizeof(conf));
    conf.rxmode.mtu = config->mtu;
    conf.rxmode.offloads = config->rx_offloads & info->rx_offload_capa;
    conf.txmode.offloads = config->tx_offloads & info->tx_offload_capa;
    if (config->rx_queues > 1) {
        conf.rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
        conf.rx_adv_conf.rss_conf.rss_hf = (RTE_ETH_RSS_IP | RTE_ETH_RSS_UDP | RTE_ETH_RSS_TCP | RTE_ETH_RSS_ESP) &
        info->flow_type_rss_offloads;
    }
    return rte_eth_dev_configure(port, config->rx_queues, config->tx_queues, &conf);
}

int32_t yett_port_configure(uint16_t port, const struct yett_port_config *config, int32_t *step)
{
    struct rte_eth_dev_info info;
    const uint64_t *pools = pointer(config->pools);
    uint16_t rx_descriptors = config->rx_descriptors;
    uint16_t tx_descriptors = config->tx_descriptors;
    int result;

    *step = YETT_STEP_INFO;
    result = rte_eth_dev_info_get(port, &info);
    if (result != 0)
        return result;
    *step = YETT_STEP_CONFIGURE;
    result = configure_device(port, config, &info);
    if (result != 0)
        return result;
    result = rte_eth_dev_adjust_nb_rx_tx_desc(port, &rx_descriptors, &tx_descriptors);
    if (result != 0)
        return result;
    *step = YETT_STEP_RX_QUEUE;
    for (uint16_t queue = 0; queue < config->rx_queues; queue++) {
        result = rte_eth_rx_queue_setup(port, queue, rx_descriptors, (unsigned int)rte_eth_dev_socket_id(port), NULL,
        pointer(pools[queue]));
        if (result != 0)
            return result;
    }
    *step = YETT_STEP_TX_QUEUE;
    for (uint16_t queue = 0; queue < config->tx_queues; queue++) {
        result = rte_eth_tx_queue_setup(port, queue, tx_descriptors, (unsigned int)rte_eth_dev_socket_id(port), NULL);
        if (result != 0)
            return result;
    }
    return 0;
}

int32_t yett_port_start(uint16_t port)
{
    return rte_eth_dev_start(port);
}

int32_t yett_port_stop(uint16_t port)
{
    return rte_eth_dev_stop(port);
}

int32_t yett_port_close(uint16_t port)
{
    return rte_eth_dev_close(port);
}

int32_t yett_port_promiscuous(uint16_t port, int32_t on)
{
    return on ? rte_eth_promiscuous_enable(port) : rte_eth_promiscuous_disable(port);
}

int64_t yett_port_mac(uint16_t port)
{
    struct rte_ether_addr address;
    int result = rte_eth_macaddr_get(port, &address);
    int64_t mac = 0;

    if (result != 0)
        return result;
    for (int i = 0; i < RTE_ETHER_ADDR_LEN; i++)
        mac = mac << 8 | address.addr_bytes[i];
    return mac;
}

int32_t yett_port_mac_set(uint16_t port, int64_t mac)
{
    struct rte_ether_addr address;

    for (int i = 0; i < RTE_ETHER_ADDR_LEN; i++)
        address.addr_bytes[i] = (uint8_t)(mac >> (40 - 8 * i));
    return rte_eth_dev_default_mac_addr_set(port, &address);
}

int32_t yett_port_mtu(uint16_t port)
{
    uint16_t mtu;
    int result = rte_eth_dev_get_mtu(port, &mtu);

    return result != 0 ? result : mtu;
}

int64_t yett_port_link(uint16_t port)
{
    struct rte_eth_link link;
    int result = rte_eth_link_get_nowait(port, &link);

    if (result != 0)
        return result;
    if (link.link_status != RTE_ETH_LINK_UP)
        return 0;
    return link.link_speed == 0 || link.link_speed == RTE_ETH_SPEED_NUM_UNKNOWN ? 1 : link.link_speed;
}

int32_t yett_port_stats(uint16_t port, struct yett_port_stats *out)
{
    struct rte_eth_stats stats;
    int result = rte_eth_stats_get(port, &stats);

    if (result != 0)
        return result;
    out->rx_packets = stats.ipackets;
    out->tx_packets = stats.opackets;
    out->rx_bytes = stats.ibytes;
    out->tx_bytes = stats.obytes;
    out->rx_missed = stats.imissed;
    out->rx_errors = stats.ierrors;
    out->tx_errors = stats.oerrors;
    out->rx_no_mbuf = stats.rx_nombuf;
    return 0;
}

int32_t yett_rx_burst(int32_t port, int32_t queue, uint64_t mbufs, int32_t count)
{
    return rte_eth_rx_burst((uint16_t)port, (uint16_t)queue, pointer(mbufs), (uint16_t)count);
}

int32_t yett_rx_burst_prefetch(int32_t port, int32_t queue, uint64_t mbufs, int32_t count, int32_t lines)
{
    struct rte_mbuf **array = pointer(mbufs);
    int32_t received = rte_eth_rx_burst((uint16_t)port, (uint16_t)queue, array, (uint16_t)count);

    for (int32_t i = 0; i < received; i++)
        for (int32_t line = 0; line < lines; line++)
            rte_prefetch0(rte_pktmbuf_mtod_offset(array[i], const char *, line * CACHE_LINE));
    return received;
}

int32_t yett_tx_burst(int32_t port, int32_t queue, uint64_t mbufs, int32_t count)
{
    return rte_eth_tx_burst((uint16_t)port, (uint16_t)queue, pointer(mbufs), (uint16_t)count);
}

void yett_prefetch(uint64_t addresses, int32_t count, int32_t offset)
{
    const uint64_t *array = pointer(addresses);

    for (int32_t i = 0; i < count; i++)
        rte_prefetch0((const char *)pointer(array[i]) + offset);
}

void yett_prefetch_via(uint64_t addresses, int32_t count, int32_t offset, uint32_t lines)
{
    const uint64_t *array = pointer(addresses);

    for (int32_t i = 0; i < count; i++) {
        const char *target;

        memcpy(&target, (const char *)pointer(array[i]) + offset, sizeof(target));
        for (uint32_t rest = lines; rest != 0; rest &= rest - 1)
            rte_prefetch0(target + __builtin_ctz(rest) * CACHE_LINE);
    }
}
