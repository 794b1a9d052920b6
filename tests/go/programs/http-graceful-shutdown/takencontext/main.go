// An error of the server itself is treated as before: it is wrapped and returned.
//
// run: stop -taken -log
//
// before: server: exit status 1
// before: log: serve: listen tcp ADDR: bind: address already in use
//
// after: server: exit status 1
// after: log: serve: listen tcp ADDR: bind: address already in use
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	if err := http.ListenAndServe(os.Getenv("ADDR"), nil); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
