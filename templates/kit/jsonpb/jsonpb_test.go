package jsonpb

import (
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

func TestSmoke(t *testing.T) {
	for _, text := range []string{`{"order":{"title":"x","items":[{"sku":"a","quantity":3},{"sku":7, "quantity":-1,"parts":[{"quantity":1e2},{"quantity":5e9,"x":1}]}],"labels":{"a":"b","c":1},"createTime":"2020-01-01T00:00:00Zx","create_time":null,"card":{},"voucher":"","extra":{"@type":"a/shop.v1.Item","sku":"q","quantity":"1a"},"patience":"1.5s","notes":{"a":[[1e999]],"a":2},"weightGrams":"1.0","photo":"_-","state":"STATE","priority":7}}`,
		`{"order":{"title":"x","items":[{"sku":"a","quantity":3},{"sku":"7", "quantity":1,"parts":[{"quantity":1e2}]}],"labels":{"a":"b"},"createTime":"2020-01-01T00:00:00Z","card":{},"extra":{"@type":"a/shop.v1.Item","sku":"q","quantity":"1"},"patience":"1.5s","notes":{"a":[[1]],"b":2},"weightGrams":"1.0","photo":"_-","state":"STATE_OPEN","priority":7}}`} {
		var r wire.Reader
		r.Reset(wire.Neutral)
		n, ok := Parse(&r, []byte(text), Options{})
		m := &shop.CreateOrderRequest{}
		if ok {
			Read(&r, n, m.ProtoReflect(), Options{})
		}
		for _, v := range r.Violations() {
			t.Log(v)
		}
		w := &shop.CreateOrderRequest{}
		err := protojson.Unmarshal([]byte(text), w)
		t.Log(err, proto.Equal(m, w))
		b, err := Append(nil, m.ProtoReflect(), Options{})
		t.Log(string(b), err)
	}
}
