package lifecycle

import (
	"context"
	"crypto/sha256"
	"io"
	"os"
	"runtime"
	"time"
)

const (
	reloadTime  = 10 * time.Second // for one reload
	mostWatched = 16 << 20         // bytes of a file that is watched; what follows isn't looked at
)

// askReload leaves word for the one that reloads. Whoever comes while one is at work, and finds word left already, needs no
// other: that reload is still to begin.
func (r *run) askReload() {
	select {
	case r.asked <- struct{}{}:
	default:
	}
}

// startReloads starts what reloads, and what looks at files.
func (r *run) startReloads(ctx context.Context) {
	if r.options.Reload == nil {
		return
	}
	go r.reloads(ctx)
	if every := pollEvery(runtime.GOOS, r.options); every > 0 {
		go r.poll(ctx, every)
	}
}

// pollEvery is how often files are looked at; 0 means never.
func pollEvery(system string, o Options) time.Duration {
	switch {
	case len(o.Watch) == 0:
		return 0
	case o.Poll > 0:
		return o.Poll
	case system == "windows":
		return 10 * time.Second
	}
	return 0
}

func (r *run) reloads(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.asked:
			r.reload(ctx)
		}
	}
}

// reload waits for one that doesn't end in time, too, after it has said so: there are never two.
func (r *run) reload(parent context.Context) {
	ctx, cancel := r.within(parent, reloadTime)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- caught(func() error { return r.options.Reload(ctx) }) }()
	select {
	case err := <-done:
		r.reloaded(parent, err)
		return
	case <-ctx.Done():
	}
	r.reloaded(parent, errLate)
	select {
	case <-done:
	case <-parent.Done():
	}
}

func (r *run) reloaded(parent context.Context, err error) {
	switch {
	case parent.Err() != nil: // the process stops, and nobody asks for it any more
	case err != nil:
		r.options.Logger.Error("reloading the configuration has failed", "error", err)
	default:
		r.options.Logger.Info("the configuration is reloaded")
	}
}

// poll asks for a reload when the files have changed and stand still: a file that is being written may be valid and wrong.
func (r *run) poll(ctx context.Context, every time.Duration) {
	known, before := r.known, r.known
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.options.After(every):
		}
		now := contents(r.options.Watch)
		if now != known && now == before {
			known = now
			r.askReload()
		}
		before = now
	}
}

type digest [sha256.Size]byte

// contents is a digest of files. Times and sizes don't tell every change, and tell of some that are none.
func contents(names []string) digest {
	all := sha256.New()
	for _, name := range names {
		one := sha256.New()
		if f, err := os.Open(name); err == nil {
			io.Copy(one, io.LimitReader(f, mostWatched)) // a failure is a difference, too
			f.Close()
		} else {
			one.Write([]byte("absent"))
		}
		all.Write(one.Sum(nil))
	}
	return digest(all.Sum(nil))
}
