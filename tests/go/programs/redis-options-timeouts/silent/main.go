// A server that accepts connections and never says a word: how long clients are ready to wait for an answer whose
// timeouts were turned off in their options and left out in their URL.
//
// before: options: for ever
// before: URL: dial 0s, read 0s, write 0s
//
// after: options: 3s
// after: URL: dial 5s, read 3s, write 3s
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/redis/go-redis/v9"
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
	asked    bool
}

func (s *silent) SetReadDeadline(deadline time.Time) error {
	s.deadline = deadline
	return nil
}

func (s *silent) SetDeadline(deadline time.Time) error { return s.SetReadDeadline(deadline) }

func (s *silent) SetWriteDeadline(time.Time) error { return nil }

func (s *silent) Write(text []byte) (int, error) { return len(text), nil }

func (s *silent) Read([]byte) (int, error) {
	if !s.asked {
		s.asked = true
		fmt.Println("options:", within(s.deadline))
	}
	return 0, os.ErrDeadlineExceeded
}

func dial(context.Context, string, string) (net.Conn, error) {
	conn, _ := net.Pipe()
	return &silent{Conn: conn}, nil
}

func main() {
	client := redis.NewClient(&redis.Options{
		Addr:        "cache:6379",
		Dialer:      dial,
		MaxRetries:  -1,
		Protocol:    2,
		ReadTimeout: -1,
	})
	client.Ping(context.Background())
	client.Close()

	options, err := redis.ParseURL("redis://:secret@cache:6379/0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("URL: dial %v, read %v, write %v\n", options.DialTimeout, options.ReadTimeout, options.WriteTimeout)
}
