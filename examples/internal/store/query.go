package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// ByCustomer collects the orders of several customers.
func (s *Store) ByCustomer(ctx context.Context, customers []string) (map[string][]Order, error) {
	found := make(map[string][]Order, len(customers))
	for _, customer := range customers {
		rows, err := s.db.QueryContext(ctx,
			"SELECT id, sku, cents, created FROM orders WHERE customer = ? ORDER BY id", customer)
		if err != nil {
			return nil, fmt.Errorf("orders of %s: %w", customer, err)
		}
		defer rows.Close()
		for rows.Next() {
			o := Order{Customer: customer}
			if err := rows.Scan(&o.ID, &o.SKU, &o.Cents, &o.Created); err != nil {
				return nil, err
			}
			if o.Cents == 0 {
				continue // a sample, not an order
			}
			found[customer] = append(found[customer], o)
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Between returns the orders created in [from, to).
func (s *Store) Between(ctx context.Context, from, to time.Time) ([]Order, error) {
	rows, err := s.db.QueryContext(ctx,
		"SELECT id, customer, sku, cents, created FROM orders WHERE created >= ? AND created < ?", from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var orders []Order
	for rows.Next() {
		var o Order
		if err := rows.Scan(&o.ID, &o.Customer, &o.SKU, &o.Cents, &o.Created); err != nil {
			return nil, err
		}
		orders = append(orders, o)
	}
	return orders, rows.Err()
}

// Merge moves the orders of duplicate customers to the one that is kept, each pair in a transaction of its own.
func (s *Store) Merge(ctx context.Context, duplicates map[string]string) error {
	for from, to := range duplicates {
		err := s.inTx(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE orders SET customer = ? WHERE customer = ?", to, from)
			return err
		})
		if err != nil {
			return fmt.Errorf("merge %s into %s: %w", from, to, err)
		}
	}
	return nil
}

func (s *Store) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Paid sends the orders that wait for fulfilment until ctx ends.
func (s *Store) Paid(ctx context.Context) <-chan Order {
	out := make(chan Order)
	go func() {
		defer close(out)
		var last time.Time
		for {
			orders, err := s.Between(ctx, last, time.Now())
			if err == nil {
				last = time.Now()
			}
			for _, o := range orders {
				select {
				case out <- o:
				case <-ctx.Done():
					return
				}
			}
			select {
			case <-time.After(5 * time.Second):
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
