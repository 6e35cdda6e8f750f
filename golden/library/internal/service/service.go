// Package service keeps a library in memory. It is what a team writes by hand: it must not know over
// which protocol it is called, nor check what the contract has checked.
package service

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	libraryv1 "example.com/library/gen/library/v1"
)

// Library implements libraryv1.LibraryServiceServer.
type Library struct {
	libraryv1.UnimplementedLibraryServiceServer

	now func() time.Time

	mutex   sync.Mutex
	books   map[string]*libraryv1.Book // by name
	answers map[string]string          // request_id to the name of what it has made
	made    int                        // books ever made
	changed int64                      // changes ever
	watch   map[chan *libraryv1.ShelfEvent]string
}

// New returns an empty library. now tells the time.
func New(now func() time.Time) *Library {
	return &Library{
		now: now, books: map[string]*libraryv1.Book{}, answers: map[string]string{},
		watch: map[chan *libraryv1.ShelfEvent]string{},
	}
}

// find returns the stored book of a name.
func (l *Library) find(name string) (*libraryv1.Book, error) {
	book := l.books[name]
	if book == nil {
		return nil, status.Errorf(codes.NotFound, "there is no book %s", name)
	}
	return book, nil
}

// store keeps a book under its name, and tells those who watch its shelf.
func (l *Library) store(book *libraryv1.Book) *libraryv1.Book {
	l.changed++
	book.Etag = fmt.Sprint(l.changed)
	l.books[book.Name] = book
	stored := proto.CloneOf(book)
	l.tell(book.Name, &libraryv1.ShelfEvent{Change: &libraryv1.ShelfEvent_StoredBook{StoredBook: stored}})
	return stored
}

// tell sends an event to those who watch the shelf of a book. Who can't keep up misses it.
func (l *Library) tell(name string, event *libraryv1.ShelfEvent) {
	event.Sequence = l.changed
	shelf, _, _ := strings.Cut(name, "/books/")
	for events, watched := range l.watch {
		if watched != shelf {
			continue
		}
		select {
		case events <- event:
		default:
		}
	}
}

// on returns the books of a shelf, sorted by name.
func (l *Library) on(shelf string) []*libraryv1.Book {
	var books []*libraryv1.Book
	for name, book := range l.books {
		if strings.HasPrefix(name, shelf+"/books/") {
			books = append(books, book)
		}
	}
	slices.SortFunc(books, func(a, b *libraryv1.Book) int { return strings.Compare(a.Name, b.Name) })
	return books
}
