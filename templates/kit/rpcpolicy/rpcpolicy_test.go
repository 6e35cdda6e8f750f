package rpcpolicy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/templates/kit/rpcpolicy"
	"github.com/bylaw-dev/bylaw/templates/support/cache"
	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

// policy is what a compiler makes of (bylaw.method) = { cache: … quota: … }; "": isn't said.
func policy(caching, quota string) []byte {
	var content []byte
	for number, text := range map[protowire.Number]string{6: caching, 7: quota} {
		if text != "" {
			content = protowire.AppendString(protowire.AppendTag(content, number, protowire.BytesType), text)
		}
	}
	return protowire.AppendBytes(protowire.AppendTag(nil, 62796157, protowire.BytesType), content)
}

func method(name, caching, quota string) *descriptorpb.MethodDescriptorProto {
	o := &descriptorpb.MethodOptions{}
	o.ProtoReflect().SetUnknown(policy(caching, quota))
	return &descriptorpb.MethodDescriptorProto{Name: &name, InputType: proto.String(".t.M"), OutputType: proto.String(".t.M"), Options: o}
}

func service(t *testing.T, caching, quota string, methods ...*descriptorpb.MethodDescriptorProto) protoreflect.ServiceDescriptor {
	t.Helper()
	o := &descriptorpb.ServiceOptions{}
	o.ProtoReflect().SetUnknown(policy(caching, quota))
	f, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{Name: proto.String("t.proto"), Package: proto.String("t"), MessageType: []*descriptorpb.DescriptorProto{{Name: proto.String("M")}},
		Service: []*descriptorpb.ServiceDescriptorProto{{Name: proto.String("S"), Options: o, Method: methods}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f.Services().Get(0)
}

func TestCaching(t *testing.T) {
	for _, row := range []struct {
		service, method string
		want            cache.Policy
		known           bool
	}{
		{"", "static", cache.Policy{Class: cache.Static, MaxAge: time.Hour}, true},
		{"", "api", cache.Policy{Class: cache.API}, true}, {"", "private", cache.Policy{Class: cache.Private}, true},
		{"", "none", cache.Policy{}, false}, {"", "", cache.Policy{}, false}, {"", "public", cache.Policy{}, false}, {"", "Static", cache.Policy{}, false},
		{"static", "", cache.Policy{Class: cache.Static, MaxAge: time.Hour}, true}, {"static", "private", cache.Policy{Class: cache.Private}, true}, {"static", "none", cache.Policy{}, false},
	} {
		got, known := rpcpolicy.Caching(service(t, row.service, "", method("Get", row.method, "")))["/t.S/Get"]
		if fmt.Sprint(got) != fmt.Sprint(row.want) || known != row.known {
			t.Errorf("service %q, method %q: %+v %v", row.service, row.method, got, known)
		}
	}
	all := rpcpolicy.Caching(service(t, "api", "", method("A", "", ""), method("B", "static", "")))
	if _, err := cache.New(cache.Options{Policies: all}); err != nil || len(all) != 2 {
		t.Errorf("%v %v", all, err)
	}
}

func TestQuotas(t *testing.T) {
	got, err := rpcpolicy.Quotas(service(t, "", "100/min", method("A", "", ""), method("B", "", "5/s")), service(t, "", "", method("C", "", "")))
	if err != nil || len(got) != 2 || got["/t.S/A"] != (ratelimit.Quota{Requests: 100, Window: time.Minute}) || got["/t.S/B"] != (ratelimit.Quota{Requests: 5, Window: time.Second}) {
		t.Errorf("%v %v", got, err)
	}
	if _, err := ratelimit.New(ratelimit.Config{Operations: got}, ratelimit.Options{}); err != nil {
		t.Error(err)
	}
	_, err = rpcpolicy.Quotas(service(t, "", "", method("A", "", "often"), method("B", "", "5/s"), method("C", "", "0/s")))
	for _, want := range []string{"/t.S/A: ", `"often"`, "/t.S/C: ", `"0/s"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q isn't in %v", want, err)
		}
	}
}
