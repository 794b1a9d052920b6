// A server that accepts connections and never says a word: how long both drivers are ready to wait for a connection,
// with either form of connection string.
//
// before: pgx: for ever
// before: lib/pq: for ever
//
// after: pgx: 5s
// after: lib/pq: 5s
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/lib/pq"
)

// within tells how far away a deadline is, in whole seconds.
func within(deadline time.Time) string {
	if deadline.IsZero() {
		return "for ever"
	}
	return time.Until(deadline).Round(time.Second).String()
}

// silent is what lib/pq dials with: a connection that gives up at once instead of at its deadline.
type silent struct {
	net.Conn
	deadline time.Time
}

func (s *silent) Dial(_, _ string) (net.Conn, error) { return s, nil }

func (s *silent) DialTimeout(_, _ string, _ time.Duration) (net.Conn, error) { return s, nil }

func (s *silent) SetDeadline(deadline time.Time) error {
	s.deadline = deadline
	return nil
}

func (s *silent) Write(text []byte) (int, error) { return len(text), nil }

func (s *silent) Read([]byte) (int, error) {
	fmt.Println("lib/pq:", within(s.deadline))
	return 0, os.ErrDeadlineExceeded
}

func (s *silent) Close() error { return nil }

func main() {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "PG") {
			os.Unsetenv(name)
		}
	}
	config, err := pgconn.ParseConfig("postgres://app:secret@127.0.0.1/shop?sslmode=disable")
	if err != nil {
		panic(err)
	}
	config.DialFunc = func(ctx context.Context, _, _ string) (net.Conn, error) {
		deadline, _ := ctx.Deadline()
		fmt.Println("pgx:", within(deadline))
		return nil, os.ErrDeadlineExceeded
	}
	pgconn.ConnectConfig(context.Background(), config)

	connector, err := pq.NewConnector("host=127.0.0.1 user=app password=secret sslmode=disable")
	if err != nil {
		panic(err)
	}
	conn, _ := net.Pipe()
	connector.Dialer(&silent{Conn: conn})
	connector.Connect(context.Background())
}
