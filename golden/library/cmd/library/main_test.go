package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	archivev1 "example.com/library/gen/archive/v1"
	librarytype "example.com/library/gen/library/type"
	libraryv1 "example.com/library/gen/library/v1"
	platform "example.com/library/internal/platform/errors"
	"example.com/library/internal/platform/restclient"
	"example.com/library/internal/platform/rpcclient"
)

// story is what a caller does, and what it is told, whatever the protocol.
type story struct {
	t       *testing.T
	ctx     context.Context
	library libraryv1.LibraryServiceClient
	archive archivev1.ArchiveServiceClient
	told    []string
}

// tell notes an answer, or all that a program can know of an error. Times differ from run to run.
func (s *story) tell(what string, m proto.Message, err error) {
	s.t.Helper()
	if err == nil {
		m = proto.Clone(m)
		switch m := m.(type) {
		case *libraryv1.Book:
			m.CreateTime = nil
		case *libraryv1.Loan:
			m.DueTime = nil
		}
		s.told = append(s.told, what+": "+strings.ReplaceAll(prototext.MarshalOptions{}.Format(m), "  ", " "))
		return
	}
	var e *platform.Error
	if !errors.As(err, &e) {
		s.t.Fatalf("%s: the error is a %T: %v", what, err, err)
	}
	line := fmt.Sprintf("%s: %s %d %s", what, status.Code(err), e.Status, e.Code)
	for _, v := range e.Violations {
		line += fmt.Sprintf("; %s %s", v.Field, v.Code)
	}
	s.told = append(s.told, line)
}

const shelf = "shelves/fiction"

func (s *story) books() {
	book := &libraryv1.Book{
		Title: "Solaris", Authors: []string{"Stanisław Lem"}, Isbn: &librarytype.Isbn{Digits: proto.String("9780156027601")},
		Genre: libraryv1.Genre_GENRE_FICTION, Labels: map[string]string{"planet": "solaris"}, Place: &libraryv1.Book_Board{Board: "F7"},
	}
	created, err := s.library.CreateBook(s.ctx, &libraryv1.CreateBookRequest{Parent: shelf, Book: book})
	s.tell("created", created, err)
	got, err := s.library.GetBook(s.ctx, &libraryv1.GetBookRequest{Name: created.GetName()})
	s.tell("got", got, err)
	_, err = s.library.GetBook(s.ctx, &libraryv1.GetBookRequest{Name: shelf + "/books/none"})
	s.tell("not there", nil, err)
	_, err = s.library.CreateBook(s.ctx, &libraryv1.CreateBookRequest{Parent: shelf, RequestId: "no", Book: &libraryv1.Book{
		Authors: []string{"", "a", "a"}, PageCount: -1, Genre: 77, Labels: map[string]string{"A": ""}, Place: &libraryv1.Book_Download{Download: &libraryv1.Download{}},
	}})
	s.tell("refused", nil, err)
	changed, err := s.library.UpdateBook(s.ctx, &libraryv1.UpdateBookRequest{
		Book: &libraryv1.Book{Name: created.GetName(), PageCount: 204}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"page_count", "labels"}},
	})
	s.tell("changed", changed, err)
	_, err = s.library.UpdateBook(s.ctx, &libraryv1.UpdateBookRequest{
		Book: &libraryv1.Book{Name: created.GetName(), Isbn: &librarytype.Isbn{Digits: proto.String("9780156027602")}}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"isbn"}},
	})
	s.tell("immutable", nil, err)
	_, err = s.library.UpdateBook(s.ctx, &libraryv1.UpdateBookRequest{
		Book: &libraryv1.Book{Name: created.GetName(), Title: "x", Etag: "1"}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"title"}},
	})
	s.tell("stale", nil, err)
	out := &libraryv1.CheckOutBookRequest{Name: created.GetName(), Reader: "kris", Period: durationpb.New(48 * time.Hour)}
	loan, err := s.library.CheckOutBook(s.ctx, out)
	s.tell("lent", loan, err)
	_, err = s.library.CheckOutBook(s.ctx, out)
	s.tell("lent twice", nil, err)
	_, err = s.library.CheckOutBook(s.ctx, &libraryv1.CheckOutBookRequest{Name: created.GetName(), Period: durationpb.New(time.Second)})
	s.tell("nobody", nil, err)
	cover, err := s.library.ReadCover(s.ctx, &libraryv1.ReadCoverRequest{Name: created.GetName()})
	s.tell("cover", cover, err)
}

func (s *story) streams() {
	watch, err := s.library.WatchShelf(s.ctx, &libraryv1.WatchShelfRequest{Name: "shelves/poetry", MaxEvents: 3})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := watch.Header(); err != nil { // from here on nothing is missed
		s.t.Fatal(err)
	}
	load, err := s.library.ImportBooks(s.ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, title := range []string{"Odes", "Ghazals", "Haiku"} {
		if err := load.Send(&libraryv1.ImportBooksRequest{Parent: "shelves/poetry", Book: &libraryv1.Book{Title: title}}); err != nil {
			s.t.Fatal(err)
		}
	}
	loaded, err := load.CloseAndRecv()
	s.tell("imported", loaded, err)
	for {
		event, err := watch.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if s.tell("event", event.GetStoredBook(), err); err != nil {
			return
		}
	}
	talk, err := s.library.Discuss(s.ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, text := range []string{"what is it?", ""} {
		if err := talk.Send(&libraryv1.DiscussRequest{Text: text}); err != nil {
			s.t.Fatal(err)
		}
		heard, err := talk.Recv()
		s.tell("heard", heard, err)
	}
}

func (s *story) pages() {
	var titles []string
	list := &libraryv1.ListBooksRequest{Parent: "shelves/poetry", PageSize: 2}
	for book, err := range libraryv1.ListBooksAll(s.ctx, s.library, list) {
		if err != nil {
			s.tell("listed", nil, err)
			return
		}
		titles = append(titles, book.Title)
	}
	s.told = append(s.told, "listed: "+strings.Join(titles, ", "))
}

func (s *story) records() {
	content, err := anypb.New(&archivev1.Drawer{Label: proto.String("left")})
	if err != nil {
		s.t.Fatal(err)
	}
	record := &archivev1.Record{
		Signature: proto.String("a/b/c"), Box: &archivev1.Record_Box{Number: proto.Int32(3), Neighbors: []string{"x"}},
		Certainty: archivev1.Certainty_CERTAINTY_POOR.Enum(), Content: content, Drawers: map[int32]*archivev1.Drawer{7: {Label: proto.String("q")}},
	}
	proto.SetExtension(record, archivev1.E_Donor, "Ada")
	stored, err := s.archive.StoreRecord(s.ctx, &archivev1.StoreRecordRequest{Record: record})
	s.tell("stored", stored, err)
	got, err := s.archive.GetRecord(s.ctx, &archivev1.GetRecordRequest{Signature: proto.String("a/b/c")})
	s.tell("record", got, err)
}

// want is the story as it was read and found right.
var want = []string{
	`created: name:"shelves/fiction/books/000001" title:"Solaris" authors:"Stanisław Lem" isbn:{digits:"9780156027601"} genre:GENRE_FICTION labels:{key:"planet" value:"solaris"} board:"F7" available:true etag:"1"`,
	`got: name:"shelves/fiction/books/000001" title:"Solaris" authors:"Stanisław Lem" isbn:{digits:"9780156027601"} genre:GENRE_FICTION labels:{key:"planet" value:"solaris"} board:"F7" available:true etag:"1"`,
	`not there: NotFound 404 not_found`,
	`refused: InvalidArgument 400 invalid_request; book.title required; book.genre enum; book.download.uri required; book.authors unique_items; book.authors[0] min_length; book.page_count range; book.labels["A"] pattern; request_id format`,
	`changed: name:"shelves/fiction/books/000001" title:"Solaris" authors:"Stanisław Lem" isbn:{digits:"9780156027601"} page_count:204 genre:GENRE_FICTION board:"F7" available:true etag:"2"`,
	`immutable: InvalidArgument 400 invalid_request; book.isbn immutable`,
	`stale: Aborted 409 aborted`,
	`lent: book:"shelves/fiction/books/000001"`,
	`lent twice: FailedPrecondition 400 failed_precondition`,
	`nobody: InvalidArgument 400 invalid_request;  reader_or_card; period range`,
	`cover: content_type:"text/plain; charset=utf-8" data:"Solaris"`,
	`imported: book_count:3 books:"shelves/poetry/books/000002" books:"shelves/poetry/books/000003" books:"shelves/poetry/books/000004"`,
	`event: name:"shelves/poetry/books/000002" title:"Odes" available:true etag:"4"`,
	`event: name:"shelves/poetry/books/000003" title:"Ghazals" available:true etag:"5"`,
	`event: name:"shelves/poetry/books/000004" title:"Haiku" available:true etag:"6"`,
	`heard: text:"what is it?" sequence:1`,
	`heard: InvalidArgument 400 invalid_request; text min_length`,
	`listed: Odes, Ghazals, Haiku`,
	`stored: record:{signature:"a/b/c" Box:{number:3 neighbors:"x"} certainty:CERTAINTY_POOR content:{[type.googleapis.com/archive.v1.Drawer]:{label:"left"}} drawers:{key:7 value:{label:"q"}} [archive.v1.donor]:"Ada"}`,
	`record: record:{signature:"a/b/c" Box:{number:3 neighbors:"x"} certainty:CERTAINTY_POOR content:{[type.googleapis.com/archive.v1.Drawer]:{label:"left"}} drawers:{key:7 value:{label:"q"}} [archive.v1.donor]:"Ada"}`,
}

// TestStory tells the same story over gRPC and over REST, to a service of its own each.
func TestStory(t *testing.T) {
	for name, transport := range map[string]func(*testing.T) grpc.ClientConnInterface{"grpc": overGRPC, "rest": overREST} {
		t.Run(name, func(t *testing.T) {
			conn := rpcclient.New(transport(t), rpcclient.Options{})
			s := &story{t: t, ctx: t.Context(), library: libraryv1.NewLibraryServiceClient(conn), archive: archivev1.NewArchiveServiceClient(conn)}
			s.books()
			s.streams()
			s.pages()
			s.records()
			for i := range max(len(s.told), len(want)) {
				if got := slices.Concat(s.told, make([]string, len(want)))[i]; i >= len(want) || got != want[i] {
					t.Errorf("told\n\t%s\nwant\n\t%s", got, slices.Concat(want, make([]string, len(s.told)))[i])
				}
			}
		})
	}
}

func overGRPC(t *testing.T) grpc.ClientConnInterface {
	server, _, err := handlers()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func overREST(t *testing.T) grpc.ClientConnInterface {
	_, handler, err := handlers()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	conn, err := restclient.New(server.URL, restclient.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}
