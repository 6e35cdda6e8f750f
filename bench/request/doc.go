// Package request measures what one validated request costs: the same contract, the same body and the
// same handler, served by what bylaw generates and by what its peers generate, in one run.
//
//	go generate ./... && go test -bench . -benchmem
//
// Generated code is not committed. The benchmark asserts the status and the body of every answer.
package request

//go:generate go tool ogen --target ogenapi --package ogenapi --clean openapi.yaml
//go:generate mkdir -p oapiapi
//go:generate go tool oapi-codegen -config oapi.yaml openapi.yaml
//go:generate sh -c "cd ../.. && go run ./cmd/bylaw generate bench/request/openapi.yaml --out bench/request/bylawapi --support bench/request/platform --package bylawapi"
