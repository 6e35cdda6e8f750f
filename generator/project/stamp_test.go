package project

import "testing"

func TestStamp(t *testing.T) {
	for _, s := range []Stamp{
		{Version: 1, Wiring: 1, Name: "orders", Kind: Proto, Store: "memory", Example: true},
		{Version: 2, Wiring: 1, Name: "order-history", Kind: OpenAPI, Store: "memory"},
		{Version: 2, Wiring: 2, Name: "orders", Kind: Proto, Store: "memory", Made: "2026-01-31", Template: "git:https://example.com/a b.git#v1+=&", Commit: "0123"},
	} {
		got, err := ParseStamp(s.String())
		if err != nil || got != s {
			t.Errorf("%s: %+v, %v", s, got, err)
		}
	}
	if got := (&Project{Name: "orders", Kind: Proto, Store: "memory", Example: true}).Stamp().String(); got != "service 3 orders proto memory example" {
		t.Error(got)
	}
	if s, err := ParseStamp("service 99 whatever"); err != nil || s.Version != 99 {
		t.Errorf("%+v, %v", s, err)
	}
	for _, text := range []string{
		"", "service", "service x orders proto memory own", "service 0 orders proto memory own", "service -1 orders proto memory own",
		"service 1 orders", "service 1 Orders proto memory own", "service 1 ../x proto memory own", "service 1 orders grpc memory own",
		"service 1 orders proto tape own", "service 1 orders proto memory mine", "service 1 orders proto memory own wiring=x", "service 1 orders proto memory own made=soon",
		"service 1 orders proto memory own template=%zz", "service 1 orders proto memory own template=%1b[2J", "service 1 orders proto memory own colour=red", "server 1 orders proto memory own",
	} {
		if s, err := ParseStamp(text); err == nil {
			t.Errorf("%q is %+v", text, s)
		}
	}
}
