// Command report writes yesterday's orders to a compressed archive.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"example.com/orders/internal/config"
	"example.com/orders/internal/export"
	"example.com/orders/internal/store"
)

func main() {
	dir := flag.String("dir", "reports", "directory of the daily files")
	flag.Parse()

	cfg, err := config.Load(os.Getenv("ORDERS_CONFIG"))
	if err != nil {
		fail(err)
	}
	orders, err := store.OpenReplica(cfg.Database)
	if err != nil {
		fail(err)
	}

	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	days := []time.Time{time.Now().AddDate(0, 0, -1)}
	err = export.Days(ctx, orders, *dir, days)
	cancel()
	if err != nil {
		fail(err)
	}
	n, err := export.Verify(*dir)
	if err != nil {
		fail(err)
	}
	fmt.Printf("%d bytes\n", n)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "report:", err)
	os.Exit(1)
}
