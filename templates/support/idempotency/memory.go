package idempotency

import (
	"container/heap"
	"context"
	"sync"
	"time"
)

// MemoryOptions configures NewMemory. The zero value is safe.
type MemoryOptions struct {
	MaxRecords int // 0: 100,000. A record takes about 400 bytes besides its answer
	MaxBytes   int // of all answers; 0: 64 MiB
}

// Memory is a Store for tests, and for one process that may forget with its end what it has executed. It is bounded: when it is
// full of records that aren't over a new key is ErrFull, since to forget one before its time would execute a request
// twice; and an answer that has no room isn't kept.
type Memory struct {
	o MemoryOptions

	mu      sync.Mutex
	records map[string]*memoryRecord
	byEnd   endings
	bytes   int
	fence   int64
}

type memoryRecord struct {
	Record
	id string
	at int // in endings
}

// NewMemory returns an empty store.
func NewMemory(o MemoryOptions) *Memory {
	o.MaxRecords, o.MaxBytes = orDefault(o.MaxRecords, 100_000), orDefault(o.MaxBytes, 64<<20)
	return &Memory{o: o, records: map[string]*memoryRecord{}}
}

// Begin implements Store.
func (m *Memory) Begin(_ context.Context, c Claim) (Record, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.records[c.ID]
	switch {
	case r == nil:
		if m.evict(c.Now, 2); len(m.records) >= m.o.MaxRecords {
			return Record{}, false, ErrFull
		}
		r = &memoryRecord{id: c.ID}
		m.records[c.ID] = r
		heap.Push(&m.byEnd, r)
	case !r.Free(c):
		if latest := c.Now.Add(c.Lease); r.State == Processing && r.LeaseUntil.After(latest) {
			r.LeaseUntil = latest
		}
		return r.Record, false, nil
	}
	m.fence++
	m.put(r, Record{Fingerprint: c.Fingerprint, State: Processing, Fence: m.fence, LeaseUntil: c.Now.Add(c.Lease), Expires: c.Now.Add(c.TTL)})
	return r.Record, true, nil
}

// Renew implements Store.
func (m *Memory) Renew(_ context.Context, id string, fence int64, until time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.held(id, fence)
	if r == nil {
		return ErrFenced
	}
	r.LeaseUntil = until
	return nil
}

// Finish implements Store.
func (m *Memory) Finish(_ context.Context, id string, fence int64, o Outcome) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.held(id, fence)
	if r == nil {
		return ErrFenced
	}
	if len(o.Answer) > 1 && m.bytes-len(r.Answer)+len(o.Answer) > m.o.MaxBytes {
		return ErrFull
	}
	m.put(r, Record{Fingerprint: r.Fingerprint, State: o.State, Fence: fence, Expires: o.Expires, Answer: o.Answer})
	return nil
}

// Abandon implements Store.
func (m *Memory) Abandon(_ context.Context, id string, fence int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.held(id, fence); r != nil {
		r.State = Pending
	}
	return nil
}

// Evict implements Store.
func (m *Memory) Evict(_ context.Context, now time.Time, limit int) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.evict(now, limit), nil
}

func (m *Memory) held(id string, fence int64) *memoryRecord {
	if r := m.records[id]; r != nil && r.Fence == fence {
		return r
	}
	return nil
}

func (m *Memory) put(r *memoryRecord, new Record) {
	m.bytes += len(new.Answer) - len(r.Answer)
	r.Record = new
	heap.Fix(&m.byEnd, r.at)
}

// evict removes records that are over, soonest ended first. One that is executed beyond its time is looked at again
// when its lease is over.
func (m *Memory) evict(now time.Time, limit int) (n int) {
	for looked := 0; looked < limit && len(m.byEnd) > 0; looked++ {
		r := m.byEnd[0]
		if now.Before(r.Expires) {
			break
		}
		if !r.Over(now) {
			r.Expires = r.LeaseUntil
			heap.Fix(&m.byEnd, 0)
			continue
		}
		heap.Pop(&m.byEnd)
		delete(m.records, r.id)
		m.bytes -= len(r.Answer)
		n++
	}
	return n
}

// endings is a heap.Interface of records by when they expire.
type endings []*memoryRecord

func (e endings) Len() int           { return len(e) }
func (e endings) Less(i, j int) bool { return e[i].Expires.Before(e[j].Expires) }
func (e endings) Swap(i, j int) {
	e[i], e[j] = e[j], e[i]
	e[i].at, e[j].at = i, j
}

// Push implements heap.Interface.
func (e *endings) Push(v any) {
	r, _ := v.(*memoryRecord)
	r.at = len(*e)
	*e = append(*e, r)
}

// Pop implements heap.Interface.
func (e *endings) Pop() any {
	last := len(*e) - 1
	r := (*e)[last]
	(*e)[last] = nil
	*e = (*e)[:last]
	return r
}
