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
type Message struct {
	Header, Bye bool
	Size        int
}

// Get makes a Message look like a generated one.
func (*Message) Get() {}

// Fits is what a message is looked for by.
func (*Message) Fits() bool { return false }

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
	Feed(ctx context.Context, r *Request) (StreamClient, error)
	Chat(ctx context.Context) (StreamClient, error)
}

type service struct{ client DataClient }

type app struct{}

type server struct{}

func (*server) Start(context.Context) error { return nil }

func (*server) Shutdown(context.Context) error { return nil }

func (*server) replay(context.Context) {}

func process(...any) error { return nil }

func parse(io.Reader) (string, error) { return "", nil }

func lookup(context.Context, string) (*Session, error) { return nil, nil }

func newMux() http.Handler { return http.NewServeMux() }

func cached(context.Context, string) (*Session, error) { return nil, nil }

func audit(context.Context, ...any) {}

func lock(string) error { return nil }

func feed(chan<- int) {}

func send(StreamClient) {}

func ready(int) <-chan struct{} { return nil }

// Elsewhere stands for a type that an example has in a file of its own.
type Elsewhere struct{ Name string }

type contextKey struct{}

type holder struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func (*holder) run() error { return nil }

func heldBy(ctx context.Context, cancel context.CancelFunc) *holder { return &holder{ctx, cancel} }

func address() string { return ":8080" }

func handler() http.Handler { return nil }
