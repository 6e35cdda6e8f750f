package rpcclient_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcclient"
)

// book has the pages of a list: the titles of their orders, and the token of the next.
type book map[string]struct {
	titles string
	next   string
}

func (b book) all(ctx context.Context, request *shop.ListOrdersRequest) (titles []string, requests []*shop.ListOrdersRequest, err error) {
	list := func(_ context.Context, in *shop.ListOrdersRequest, _ ...grpc.CallOption) (*shop.ListOrdersResponse, error) {
		requests = append(requests, in)
		page, ok := b[in.GetPageToken()]
		if !ok {
			return nil, errors.New("no such page")
		}
		answer := &shop.ListOrdersResponse{NextPageToken: page.next}
		for _, title := range strings.Fields(page.titles) {
			answer.Orders = append(answer.Orders, &shop.Order{Title: title})
		}
		return answer, nil
	}
	for order, failure := range rpcclient.Pages(ctx, request, list,
		func(in *shop.ListOrdersRequest, token string) { in.PageToken = token },
		func(page *shop.ListOrdersResponse) ([]*shop.Order, string) {
			return page.GetOrders(), page.GetNextPageToken()
		}) {
		if failure != nil {
			err = failure
			continue // there must be nothing after it
		}
		titles = append(titles, order.GetTitle())
		if order.GetTitle() == "stop" {
			break
		}
	}
	return titles, requests, err
}

func TestPages(t *testing.T) {
	for _, test := range []struct {
		name  string
		book  book
		first string
		want  string
		calls int
		fails string
	}{
		{"one", book{"": {"a b", ""}}, "", "a b", 1, ""},
		{"none", book{"": {"", ""}}, "", "", 1, ""},
		{"three", book{"": {"a b", "1"}, "1": {"c", "2"}, "2": {"d e", ""}}, "", "a b c d e", 3, ""},
		{"short and empty pages", book{"": {"", "1"}, "1": {"a", "2"}, "2": {"", "3"}, "3": {"b c", ""}}, "", "a b c", 4, ""},
		{"from a token on", book{"": {"a", "1"}, "1": {"b", "2"}, "2": {"c", ""}}, "1", "b c", 2, ""},
		{"the same token", book{"": {"a", "1"}, "1": {"b", "1"}}, "", "a b", 2, "came twice"},
		{"a circle", book{"": {"a", "1"}, "1": {"b", "2"}, "2": {"c", "1"}}, "", "a b c", 3, "came twice"},
		{"back to where it began", book{"1": {"a", "2"}, "2": {"b", "1"}}, "1", "a b", 2, "came twice"},
		{"an error", book{"": {"a", "1"}}, "", "a", 2, "no such page"},
		{"the caller stops", book{"": {"a stop b", "1"}}, "", "a stop", 1, ""},
	} {
		request := &shop.ListOrdersRequest{Parent: "customers/1", PageToken: test.first, PageSize: 2}
		before := proto.CloneOf(request)
		got, requests, err := test.book.all(t.Context(), request)
		if !slices.Equal(got, strings.Fields(test.want)) || len(requests) != test.calls {
			t.Errorf("%s: %v in %d calls, want %s in %d", test.name, got, len(requests), test.want, test.calls)
		}
		if (err == nil) != (test.fails == "") || err != nil && !strings.Contains(err.Error(), test.fails) {
			t.Errorf("%s: error %v, want %s", test.name, err, test.fails)
		}
		if !proto.Equal(request, before) {
			t.Errorf("%s: the caller's request has become %v", test.name, request)
		}
		for _, r := range requests {
			if r.GetParent() != "customers/1" || r.GetPageSize() != 2 {
				t.Errorf("%s: asked with %v", test.name, r)
			}
		}
	}
}

func TestPagesOfNilRequest(t *testing.T) {
	got, _, err := book{"": {"a", "1"}, "1": {"b", ""}}.all(t.Context(), nil)
	if !slices.Equal(got, []string{"a", "b"}) || err != nil {
		t.Errorf("%v, %v", got, err)
	}
}
