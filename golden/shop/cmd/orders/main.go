// Command orders serves the order service over HTTP.
package main

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/shop/internal/orders"
	"example.com/shop/internal/platform/boundary"
	"example.com/shop/internal/platform/value"
	"example.com/shop/internal/service"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, *addr); err != nil {
		fmt.Fprintln(os.Stderr, "orders:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, addr string) error {
	s, err := service.New(time.Now, newID)
	if err != nil {
		return err
	}
	handler, err := orders.NewHandler(orders.Handlers{Customers: s, Orders: s, Payments: s}, boundary.Options{})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close() // Serve returns then, and says why
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// newID returns a random UUID (RFC 9562, version 4).
func newID() value.UUID {
	var id value.UUID
	_, _ = rand.Read(id[:]) // never fails
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return id
}
