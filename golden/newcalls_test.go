package golden

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// request is one over HTTP. {id} in it is the ID of the item that the first answer holds.
type request struct {
	method, path, body string
	status             int
	says               string // part of the answer
	merges             bool   // the body is a merge patch
}

// send sends a request of nobody, and returns status and body of the answer.
func send(t *testing.T, r request, address string) (int, string) {
	t.Helper()
	return sendAs(t, "", r, address)
}

// sendAs sends a request of the one whose token it is.
func sendAs(t *testing.T, token string, r request, address string) (int, string) {
	t.Helper()
	in, err := http.NewRequestWithContext(t.Context(), r.method, "http://"+address+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	in.Header.Set("Content-Type", "application/json")
	if r.merges {
		in.Header.Set("Content-Type", "application/merge-patch+json")
	}
	in.Header.Set("Idempotency-Key", newKey())
	if token != "" {
		in.Header.Set("Authorization", "Bearer "+token)
	}
	out, err := http.DefaultClient.Do(in)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Body.Close()
	answer, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	return out.StatusCode, string(answer)
}

// item is what the examples keep, as far as both kinds agree.
type item struct {
	Name   string // items/ID, of the kind proto
	ItemID string `json:"item_id"`
	Title  string
}

func (i item) id() string { return strings.TrimPrefix(i.Name, "items/") + i.ItemID }

// read reads an answer that is one item.
func read(answer string) (item, error) {
	var i item
	err := json.Unmarshal([]byte(answer), &i)
	if err == nil && i.id() == "" {
		err = errors.New("the answer is no item: " + answer)
	}
	return i, err
}

// The requests of each service: one of every operation, and what shows that the boundary is there.
var (
	protoExample = []request{
		{"POST", "/v1/items", `{"title": "first", "quantity": 3}`, 200, `"title":"first"`, false},
		{"GET", "/v1/items/{id}", "", 200, `"quantity":3`, false},
		{"GET", "/v1/items?page_size=1", "", 200, `"items":[{"name":"items/`, false},
		{"PATCH", "/v1/items/{id}?updateMask=quantity", `{"quantity": 7}`, 200, `"quantity":7`, false},
		{"POST", "/v1/items/{id}:archive", `{}`, 200, `ITEM_STATE_ARCHIVED`, false},
		{"PATCH", "/v1/items/{id}?updateMask=quantity", `{"quantity": 8}`, 400, `failed_precondition`, false},
		{"DELETE", "/v1/items/{id}", "", 200, `{}`, false},
		{"GET", "/v1/items/{id}", "", 404, `"code":"not_found"`, false},
		{"POST", "/v1/items", `{"quantity": -1}`, 400, `"field":"item.title"`, false},
	}
	protoExampleRPCs = []rpc{
		{"orders.v1.OrdersService/CreateItem", `{"item": {"title": "second"}, "requestId": "4f2504e0-4f89-41d3-9a0c-0305e82c3301"}`, "", `"title":"second"`},
		{"orders.v1.OrdersService/CreateItem", `{"item": {"title": "other"}, "requestId": "4f2504e0-4f89-41d3-9a0c-0305e82c3301"}`, "InvalidArgument", `belongs to a request`},
		{"orders.v1.OrdersService/GetItem", `{"name": "items/none"}`, "NotFound", ""},
		{"orders.v1.OrdersService/ListItems", `{}`, "", `"title":"second"`},
		{"orders.v1.OrdersService/ListItems", `{"pageToken": "forged"}`, "InvalidArgument", ``},
		{"orders.v1.OrdersService/UpdateItem", `{"item": {"name": "items/none", "title": "x"}}`, "NotFound", ""},
		{"orders.v1.OrdersService/DeleteItem", `{"name": "items/none"}`, "NotFound", ""},
		{"orders.v1.OrdersService/ArchiveItem", `{"name": "items/none"}`, "NotFound", ""},
		{"orders.v1.OrdersService/GetItem", `{}`, "InvalidArgument", ""},
		{"grpc.health.v1.Health/Check", `{}`, "", `SERVING`},
	}
	openapiExample = []request{
		{"POST", "/v1/items", `{"title": "first", "quantity": 3}`, 201, `"title":"first"`, false},
		{"GET", "/v1/items/{id}", "", 200, `"quantity":3`, false},
		{"GET", "/v1/items?page_size=1", "", 200, `"items":[{"item_id":`, false},
		{"GET", "/v1/items?page_token=forged", "", 400, `page_token`, false},
		{"PATCH", "/v1/items/{id}", `{"quantity": 7}`, 200, `"quantity":7`, true},
		{"POST", "/v1/items/{id}:archive", "", 200, `"state":"archived"`, false},
		{"PATCH", "/v1/items/{id}", `{"quantity": 8}`, 409, `archived`, true},
		{"DELETE", "/v1/items/{id}", "", 204, "", false},
		{"GET", "/v1/items/{id}", "", 404, `"code":"not_found"`, false},
		{"POST", "/v1/items", `{"quantity": -1}`, 400, `"field":"title"`, false},
	}
	libraryRequests = []request{
		{"GET", "/v1/shelves/a/books/b", "", 501, `unimplemented`, false},
		{"POST", "/v1/shelves/a/books", `{"title": ""}`, 400, `book.title`, false},
	}
	libraryRPCs = []rpc{
		{"library.v1.LibraryService/CreateBook", `{"parent": "shelves/a", "book": {"title": "x"}}`, "Unimplemented", ""},
		{"library.v1.LibraryService/GetBook", `{"name": "shelves/a/books/b"}`, "Unimplemented", ""},
		{"library.v1.LibraryService/ListBooks", `{"parent": "shelves/a"}`, "Unimplemented", ""},
		{"library.v1.LibraryService/UpdateBook", `{"book": {"name": "shelves/a/books/b", "title": "x"}}`, "Unimplemented", ""},
		{"library.v1.LibraryService/DeleteBook", `{"name": "shelves/a/books/b"}`, "Unimplemented", ""},
		{"library.v1.LibraryService/CheckOutBook", `{"name": "shelves/a/books/b", "reader": "kris", "period": "7200s"}`, "Unimplemented", ""},
		{"library.v1.LibraryService/CheckOutBook", `{"name": "shelves/a/books/b", "period": "7200s"}`, "InvalidArgument", ""}, // a rule that the run time evaluates
		{"library.v1.LibraryService/WatchShelf", `{"name": "shelves/a"}`, "Unimplemented", ""},
		{"library.v1.LibraryService/ImportBooks", `{"parent": "shelves/a", "book": {"title": "x"}}`, "Unimplemented", ""},
		{"library.v1.LibraryService/Discuss", `{"text": "x"}`, "Unimplemented", ""},
		{"library.v1.LibraryService/ReadCover", `{"name": "shelves/a/books/b"}`, "Unimplemented", ""},
		{"archive.v1.ArchiveService/GetRecord", `{"signature": "a"}`, "Unimplemented", ""},
		{"archive.v1.ArchiveService/StoreRecord", `{"record": {"signature": "a"}}`, "Unimplemented", ""},
	}
	shopRequests = []request{
		{"POST", "/v1/customers", `{"name": "Ada", "email": "ada@example.com"}`, 501, `createCustomer`, false},
		{"GET", "/v1/customers/3f2504e0-4f89-41d3-9a0c-0305e82c3301", "", 501, "", false},
		{"PATCH", "/v1/customers/3f2504e0-4f89-41d3-9a0c-0305e82c3301", `{"name": "Ada"}`, 501, "", false},
		{"GET", "/v1/orders", "", 501, "", false},
		{"POST", "/v1/orders", `{"customer_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "lines": [{"sku": "AB-1234", "quantity": 2, "unit_price": "9.99"}]}`, 501, "", false},
		{"GET", "/v1/orders/3f2504e0-4f89-41d3-9a0c-0305e82c3301", "", 501, "", false},
		{"PUT", "/v1/orders/3f2504e0-4f89-41d3-9a0c-0305e82c3301", `{"customer_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "lines": [{"sku": "AB-1234", "quantity": 2, "unit_price": "9.99"}]}`, 501, "", false},
		{"POST", "/v1/orders/3f2504e0-4f89-41d3-9a0c-0305e82c3301:cancel", `{"reason": "changed_mind"}`, 501, "", false},
		{"POST", "/v1/payments", `{"order_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}`, 400, `body`, false},
		{"GET", "/v1/orders/none", "", 400, `order_id`, false},
	}
)
