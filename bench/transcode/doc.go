// Package transcode measures what one REST request costs a gRPC service: the same contract, the same body
// and the same implementation, served by what bylaw generates and by grpc-gateway in process, whose
// implementation is wrapped in protovalidate as its users do.
//
//	go generate ./... && go test -bench . -benchmem
//
// Generated code is not committed. The benchmark asserts the status and the body of every answer.
package transcode

//go:generate sh -c "cd ../.. && go run ./cmd/bylaw generate bench/transcode/orders.proto --support bench/transcode/platform --outputs server"
//go:generate go run ./peer
