// A server that accepts connections and never says a word: how long the driver is ready to wait for it.
//
// before: dialling: for ever
// before: reading: for ever
//
// after: dialling: 5s
// after: reading: 10s
package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/go-sql-driver/mysql"
)

const dsn = "app:secret@silent(db)/shop?parseTime=true"

// within tells how far away a deadline is, in whole seconds.
func within(deadline time.Time) string {
	if deadline.IsZero() {
		return "for ever"
	}
	return time.Until(deadline).Round(time.Second).String()
}

// silent is a connection on which nothing ever arrives; it gives up at once instead of at its deadline.
type silent struct {
	net.Conn
	deadline time.Time
}

func (s *silent) SetReadDeadline(deadline time.Time) error {
	s.deadline = deadline
	return nil
}

func (s *silent) Read([]byte) (int, error) {
	tell("reading", s.deadline)
	return 0, os.ErrDeadlineExceeded
}

var told = map[string]bool{}

// tell does so once: the pool tries several times.
func tell(what string, deadline time.Time) {
	if !told[what] {
		fmt.Printf("%s: %s\n", what, within(deadline))
	}
	told[what] = true
}

func main() {
	mysql.SetLogger(&mysql.NopLogger{})
	mysql.RegisterDialContext("silent", func(ctx context.Context, _ string) (net.Conn, error) {
		deadline, _ := ctx.Deadline()
		tell("dialling", deadline)
		conn, _ := net.Pipe()
		return &silent{Conn: conn}, nil
	})
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		panic(err)
	}
	defer db.Close()
	db.Ping()
}
