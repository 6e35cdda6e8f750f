package jsonpb_test

import (
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// small is a request as most are; large has every field.
const (
	small = `{"title":"two books","items":[{"sku":"b-1","quantity":1},{"sku":"b-22","quantity":3}],"currency":"EUR"}`
	large = `{"name":"customers/7/orders/42","title":"two \"books\"","items":[{"sku":"b-1","quantity":1,"parts":[{"sku":"cover","quantity":2},{"sku":"page","quantity":99}]},{"sku":"b-22","quantity":3}],
		"state":"STATE_OPEN","currency":"EUR","createTime":"2026-01-02T03:04:05.678Z","labels":{"colour":"red","size":"large","für":"dich"},"card":{"digits":"4242424242424242"},
		"extra":{"@type":"type.googleapis.com/shop.v1.Item","sku":"gift","quantity":1},"patience":"90s","notes":{"a":[1,2.5,null,true,"x"],"b":{"c":"d"}},
		"nickname":"Al","priority":"PRIORITY_HIGH","weightGrams":"1200","photo":"AAECAwQFBgcICQ==","discount":0.25,"etag":"\"abc\""}`
)

func BenchmarkRead(b *testing.B) {
	for name, text := range map[string]string{"small": small, "large": large} {
		b.Run(name+"/jsonpb", func(b *testing.B) {
			b.ReportAllocs()
			body := []byte(text)
			var r wire.Reader
			for b.Loop() {
				var m shop.Order
				r.Reset(wire.Request)
				n, ok := jsonpb.Parse(&r, body, jsonpb.Options{})
				if ok {
					jsonpb.Read(&r, n, m.ProtoReflect(), jsonpb.Options{})
				}
				if !r.OK() {
					b.Fatal(r.Violations())
				}
			}
		})
		b.Run(name+"/protojson", func(b *testing.B) {
			b.ReportAllocs()
			body := []byte(text)
			for b.Loop() {
				var m shop.Order
				if err := protojson.Unmarshal(body, &m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	for name, text := range map[string]string{"small": small, "large": large} {
		var m shop.Order
		if err := protojson.Unmarshal([]byte(text), &m); err != nil {
			b.Fatal(err)
		}
		for which, write := range map[string]func(dst []byte, m proto.Message) ([]byte, error){
			"jsonpb": func(dst []byte, m proto.Message) ([]byte, error) {
				return jsonpb.Append(dst, m.ProtoReflect(), jsonpb.Options{})
			},
			"protojson": protojson.MarshalOptions{}.MarshalAppend,
		} {
			b.Run(name+"/"+which, func(b *testing.B) {
				b.ReportAllocs()
				var buf []byte
				for b.Loop() {
					out, err := write(buf[:0], &m)
					if err != nil {
						b.Fatal(err)
					}
					buf = out
				}
			})
		}
	}
}
