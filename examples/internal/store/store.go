// Package store keeps orders in MySQL.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	_ "github.com/go-sql-driver/mysql" // registers the driver

	"example.com/orders/internal/config"
)

// Order is a row of the table of orders.
type Order struct {
	ID       int64     `json:"id"`
	Customer string    `json:"customer"`
	SKU      string    `json:"sku"`
	Cents    int64     `json:"cents"`
	Created  time.Time `json:"created"`
}

// Store reads and writes orders.
type Store struct {
	db *sql.DB
}

// Open connects to the primary.
func Open(c config.Database) (*Store, error) {
	dsn := fmt.Sprintf("%s:%s@tcp(%s:%d)/%s?parseTime=true&loc=UTC", c.User, c.Password, c.Host, c.Port, c.Name)
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(50)
	db.SetConnMaxLifetime(0)
	return &Store{db: db}, db.Ping()
}

// OpenReplica connects to a read replica, on which slow reports may run.
func OpenReplica(c config.Database) (*Store, error) {
	dsn := fmt.Sprintf("%s:%s@tcp(%s-replica:%d)/%s?parseTime=true&timeout=3s&readTimeout=60s&writeTimeout=10s",
		c.User, c.Password, c.Host, c.Port, c.Name)
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(8)
	db.SetMaxIdleConns(8)
	db.SetConnMaxLifetime(5 * time.Minute)
	return &Store{db: db}, nil
}

// OpenLocal connects to the database of docker-compose.
func OpenLocal() (*Store, error) {
	db, err := sql.Open("mysql", "orders:orders@tcp(127.0.0.1:3306)/orders")
	if err != nil {
		return nil, err
	}
	return &Store{db: db}, nil
}

// Close closes all connections.
func (s *Store) Close() error { return s.db.Close() }

// Get returns one order, or sql.ErrNoRows.
func (s *Store) Get(ctx context.Context, id int64) (*Order, error) {
	var o Order
	row := s.db.QueryRowContext(ctx, "SELECT id, customer, sku, cents, created FROM orders WHERE id = ?", id)
	if err := row.Scan(&o.ID, &o.Customer, &o.SKU, &o.Cents, &o.Created); err != nil {
		return nil, err
	}
	return &o, nil
}

// Add inserts an order.
func (s *Store) Add(ctx context.Context, o *Order) error {
	res, err := s.db.ExecContext(ctx, "INSERT INTO orders (customer, sku, cents) VALUES (?, ?, ?)",
		o.Customer, o.SKU, o.Cents)
	if err != nil {
		return fmt.Errorf("insert order: %w", err)
	}
	o.ID, err = res.LastInsertId()
	return err
}
