// Package suppliers talks to the services that deliver what was ordered.
package suppliers

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/sony/gobreaker"
)

// Client asks one supplier.
type Client struct {
	base    string
	http    *http.Client
	breaker *gobreaker.CircuitBreaker
}

// NewClient returns a client for the supplier at base.
func NewClient(base string) *Client {
	return &Client{
		base: base,
		http: &http.Client{},
		breaker: gobreaker.NewCircuitBreaker(gobreaker.Settings{
			Name:    "suppliers",
			Timeout: 30 * time.Second,
			ReadyToTrip: func(counts gobreaker.Counts) bool {
				return counts.ConsecutiveFailures > 5
			},
		}),
	}
}

// Reserve asks for one article.
func (c *Client) Reserve(ctx context.Context, sku string) error {
	_, err := c.breaker.Execute(func() (any, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/reserve?sku="+url.QueryEscape(sku), nil)
		if err != nil {
			return nil, err
		}
		resp, err := c.http.Do(req)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("reserve %s: %s", sku, resp.Status)
		}
		return nil, nil
	})
	return err
}

// Stock sums up what several warehouses have of an article.
func (c *Client) Stock(warehouses []string, sku string) (int, error) {
	total := 0
	for _, warehouse := range warehouses {
		resp, err := http.Get(warehouse + "/stock/" + url.PathEscape(sku))
		if err != nil {
			return 0, err
		}
		defer resp.Body.Close()
		if resp.StatusCode == http.StatusNotFound {
			continue
		}
		var answer struct{ Quantity int }
		if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
			return 0, fmt.Errorf("stock at %s: %w", warehouse, err)
		}
		total += answer.Quantity
	}
	return total, nil
}

// Catalogue returns the first catalogue that any of the mirrors has.
func (c *Client) Catalogue(mirrors []string) ([]byte, error) {
	var last error
	for _, mirror := range mirrors {
		resp, err := c.http.Get(mirror + "/catalogue")
		if err != nil {
			last = err
			continue
		}
		defer resp.Body.Close()
		return io.ReadAll(resp.Body)
	}
	return nil, fmt.Errorf("no mirror answers: %w", last)
}
