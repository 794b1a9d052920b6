// A server that accepts connections and never says a word: how long the driver is ready to wait for it, for
// configurations that are made in the two usual ways.
//
// before: dialling: for ever
// before: reading: for ever
// before: dialling: for ever
// before: reading: for ever
//
// after: dialling: 5s
// after: reading: 10s
// after: dialling: 5s
// after: reading: 10s
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/go-sql-driver/mysql"
)

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
	fmt.Println("reading:", within(s.deadline))
	return 0, os.ErrDeadlineExceeded
}

func dial(ctx context.Context, _, _ string) (net.Conn, error) {
	deadline, _ := ctx.Deadline()
	fmt.Println("dialling:", within(deadline))
	conn, _ := net.Pipe()
	return &silent{Conn: conn}, nil
}

func connect(config *mysql.Config) {
	config.Logger = &mysql.NopLogger{}
	config.DialFunc = dial
	connector, err := mysql.NewConnector(config)
	if err != nil {
		panic(err)
	}
	connector.Connect(context.Background())
}

func main() {
	config := mysql.NewConfig()
	config.Net = "tcp"
	config.Addr = "db:3306"
	connect(config)
	connect(&mysql.Config{Net: "tcp", Addr: "db:3306"})
}
