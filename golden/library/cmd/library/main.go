// Command library serves the library: gRPC on one port; REST, Connect and gRPC-Web on another.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/reflection"

	archivev1 "example.com/library/gen/archive/v1"
	libraryv1 "example.com/library/gen/library/v1"
	"example.com/library/internal/platform/celvalid"
	"example.com/library/internal/platform/connected"
	"example.com/library/internal/platform/edge"
	"example.com/library/internal/platform/rest"
	"example.com/library/internal/service"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen for HTTP")
	grpcAddr := flag.String("grpc-addr", "127.0.0.1:8081", "where to listen for gRPC")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, *addr, *grpcAddr); err != nil {
		fmt.Fprintln(os.Stderr, "library:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, addr, grpcAddr string) error {
	overGRPC, overHTTP, err := handlers()
	if err != nil {
		return err
	}
	web, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	wire, err := net.Listen("tcp", grpcAddr)
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", web.Addr())
	fmt.Printf("listening on grpc://%s\n", wire.Addr())
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: overHTTP, ReadHeaderTimeout: 5 * time.Second, Protocols: protocols}
	ended := make(chan error, 2)
	go func() { ended <- overGRPC.Serve(wire) }()
	go func() { ended <- server.Serve(web) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	overGRPC.Stop()
	return closed(err, server.Close())
}

func closed(ended, closing error) error {
	if ended != nil && ended != http.ErrServerClosed {
		return ended
	}
	return closing
}

// handlers serve one implementation of each service over every protocol.
func handlers() (*grpc.Server, http.Handler, error) {
	runtime, err := celvalid.New()
	if err != nil {
		return nil, nil, err
	}
	server := edge.New(edge.Options{Runtime: runtime})
	libraryv1.RegisterLibraryServiceServer(server, service.New(time.Now))
	archivev1.RegisterArchiveServiceServer(server, new(service.Archive))

	overGRPC, err := server.GRPC()
	if err != nil {
		return nil, nil, err
	}
	reflection.Register(overGRPC)
	overREST, err := rest.New(server, rest.Options{})
	if err != nil {
		return nil, nil, err
	}
	overConnect, err := connected.New(server)
	if err != nil {
		return nil, nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", overREST)
	for _, d := range []grpc.ServiceDesc{libraryv1.LibraryService_ServiceDesc, archivev1.ArchiveService_ServiceDesc} {
		mux.Handle("/"+d.ServiceName+"/", overConnect)
	}
	return overGRPC, mux, nil
}
