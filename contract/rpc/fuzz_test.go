package rpc_test

import (
	"bytes"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/internal/rpctest"
)

// FuzzDecode reads bytes as a message: what can be read can be written, and read again as the same.
func FuzzDecode(f *testing.F) {
	set := rpctest.Load(f, rpctest.Shop)
	order := set.Message(f, "shop.v1.Order")
	f.Add(set.Bytes(f, "Order", `{"id":"a","total_cents":-1,"state":"STATE_OPEN","create_time":{"seconds":5},"lines":[{"quantity":-3,"price":1.5}],"stock":{"a":1},"sizes":[1,2],"cash":{}}`))
	f.Add([]byte("\x6a\x00\x6a\x02\x08\x01"))
	f.Add([]byte("Z\x00")) // an empty list, packed
	f.Fuzz(func(t *testing.T, content []byte) {
		v, _, err := rpc.Decode(order, content, false)
		if err != nil {
			return
		}
		written, err := rpc.Encode(order, v)
		if err != nil {
			t.Fatalf("%s can't be written: %v", contract.AppendJSON(nil, v), err)
		}
		again, unknown, err := rpc.Decode(order, written, false)
		if err != nil || unknown > 0 || !bytes.Equal(contract.AppendJSON(nil, again), contract.AppendJSON(nil, v)) {
			t.Errorf("%s is read again as %s (%v)", contract.AppendJSON(nil, v), contract.AppendJSON(nil, again), err)
		}
	})
}
