// An error of the server itself is treated as before: with a status and words of its own.
//
// run: stop -taken -log
//
// before: server: exit status 3
// before: log: sorry: listen tcp ADDR: bind: address already in use
//
// after: server: exit status 3
// after: log: sorry: listen tcp ADDR: bind: address already in use
package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
)

func main() {
	srv := &http.Server{Addr: os.Getenv("ADDR")}
	err := srv.ListenAndServe()
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		fmt.Fprintln(os.Stderr, "sorry:", err)
		os.Exit(3)
	}
}
