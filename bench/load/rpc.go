package main

import (
	"context"
	"fmt"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/encoding/protowire"
)

// wire is a caller over gRPC. Its messages are the bytes that they are sent as.
type wire struct {
	conn *grpc.ClientConn
	ctx  context.Context // of all its calls
}

func dialWire(p *process, token string) (client, error) {
	conn, err := grpc.NewClient(p.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.ForceCodec(asIs{})))
	ctx := context.Background()
	if token != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
	}
	return &wire{conn, ctx}, err
}

func (w *wire) close() error { return w.conn.Close() }

// The numbers of fields in the example's contract.
const (
	itemName, itemTitle, itemQuantity = 1, 2, 4
	createItem, createRequestID       = 1, 2
	getName                           = 1
	updateItem, updateMask            = 1, 2
	maskPaths                         = 1
)

func (w *wire) create(title, key string) (string, error) {
	answer, err := w.call("CreateItem", text(bytesOf(nil, createItem, item("", title, 1)), createRequestID, key))
	if err != nil {
		return "", err
	}
	name, err := nameOf(answer)
	return strings.TrimPrefix(name, "items/"), err
}

func (w *wire) read(id string) error {
	answer, err := w.call("GetItem", text(nil, getName, "items/"+id))
	return holds(answer, err)
}

func (w *wire) change(id string) error {
	mask := text(text(nil, maskPaths, "title"), maskPaths, "quantity")
	answer, err := w.call("UpdateItem", bytesOf(bytesOf(nil, updateItem, item("items/"+id, changed, 7)), updateMask, mask))
	return holds(answer, err)
}

func (w *wire) call(method string, request []byte) (answer []byte, err error) {
	err = w.conn.Invoke(w.ctx, "/orders.v1.OrdersService/"+method, &request, &answer)
	return answer, err
}

func item(name, title string, quantity uint64) []byte {
	b := text(nil, itemTitle, title)
	if name != "" {
		b = text(b, itemName, name)
	}
	return protowire.AppendVarint(protowire.AppendTag(b, itemQuantity, protowire.VarintType), quantity)
}

func text(b []byte, number protowire.Number, value string) []byte {
	return bytesOf(b, number, []byte(value))
}

func bytesOf(b []byte, number protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, number, protowire.BytesType), value)
}

// nameOf returns the name of an item.
func nameOf(b []byte) (string, error) {
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return "", protowire.ParseError(n)
		}
		if b = b[n:]; number == itemName && kind == protowire.BytesType {
			name, n := protowire.ConsumeString(b)
			return name, protowire.ParseError(min(n, 0))
		}
		if n = protowire.ConsumeFieldValue(number, kind, b); n < 0 {
			return "", protowire.ParseError(n)
		}
		b = b[n:]
	}
	return "", fmt.Errorf("the answer has no name")
}

// asIs is a codec of messages that are bytes already.
type asIs struct{}

// Name implements encoding.Codec, with the content-type's.
func (asIs) Name() string { return "proto" }

// Marshal implements encoding.Codec.
func (asIs) Marshal(v any) ([]byte, error) { return *v.(*[]byte), nil }

// Unmarshal implements encoding.Codec.
func (asIs) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = append([]byte(nil), data...)
	return nil
}
