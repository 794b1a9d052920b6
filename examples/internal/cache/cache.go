// Package cache answers repeated reads without the database: from memory first, then from Redis.
package cache

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"example.com/orders/internal/store"
)

const expiry = 10 * time.Minute

// Cache holds orders and the sessions of customers.
type Cache struct {
	rdb      *redis.Client
	sessions sync.Map // token → *Session
	seen     sync.Map // token → struct{}
	prices   *Map
}

// Session is what is known of a signed-in customer.
type Session struct {
	Customer string
	Since    time.Time

	mu   sync.Mutex
	hits int
}

// New connects to Redis at addr.
func New(addr string) *Cache {
	return &Cache{
		rdb: redis.NewClient(&redis.Options{
			Addr:     addr,
			PoolSize: 20,
		}),
		prices: NewMap(),
	}
}

// Session returns the session of a token; all requests with one token share it.
func (c *Cache) Session(token, customer string) *Session {
	v, ok := c.sessions.Load(token)
	if !ok {
		v = &Session{Customer: customer, Since: time.Now()}
		c.sessions.Store(token, v)
	}
	s := v.(*Session)
	s.mu.Lock()
	s.hits++
	s.mu.Unlock()
	return s
}

// Forget ends a session and returns it to the one caller that ended it.
func (c *Cache) Forget(token string) *Session {
	if v, ok := c.sessions.Load(token); ok {
		c.sessions.Delete(token)
		return v.(*Session)
	}
	return nil
}

// MarkSeen remembers a token for the audit log.
func (c *Cache) MarkSeen(token string) {
	if _, ok := c.seen.Load(token); !ok {
		c.seen.Store(token, struct{}{})
	}
}

// Price returns the price of an article, asking lookup the first time.
func (c *Cache) Price(sku string, lookup func(string) int64) int64 {
	if _, ok := c.prices.Load(sku); !ok {
		c.prices.Store(sku, lookup(sku))
	}
	cents, _ := c.prices.Load(sku)
	return cents
}

// Order returns a cached order, or nil.
func (c *Cache) Order(ctx context.Context, id int64) (*store.Order, error) {
	raw, err := c.rdb.Get(ctx, key(id)).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var o store.Order
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	return &o, nil
}

// Keep stores an order.
func (c *Cache) Keep(ctx context.Context, o *store.Order) error {
	raw, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return c.rdb.Set(ctx, key(o.ID), raw, expiry).Err()
}

func key(id int64) string { return "order:" + strconv.FormatInt(id, 10) }
