// Package prelude declares what examples of codemods use without declaring it: an example is to show a pitfall, not the
// service around it. A case gets those declarations that it mentions and does not make itself.
package prelude

import (
	"context"
	"io"
	"net/http"
)

// Session is what caches in examples hold.
type Session struct{ N int }

// NewSession returns one.
func NewSession() *Session { return &Session{} }

// Message is what streams in examples carry.
type Message struct{}

// Get makes a Message look like a generated one.
func (*Message) Get() {}

// Request opens a stream.
type Request struct{}

// StreamClient is a stream as protoc-gen-go-grpc makes it.
type StreamClient interface {
	Recv() (*Message, error)
	CloseSend() error
}

// DataClient is a client as protoc-gen-go-grpc makes it.
type DataClient interface {
	DataStream(ctx context.Context, r *Request) (StreamClient, error)
}

func process(...any) error { return nil }

func parse(io.Reader) (string, error) { return "", nil }

func lookup(context.Context, string) (*Session, error) { return nil, nil }

func newMux() http.Handler { return http.NewServeMux() }
