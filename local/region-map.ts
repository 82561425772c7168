/** Regions that hold nothing and are remembered at once: a client can make up any number of names. */
const mostEmpty = 100;

/** What a service is in each region, made when a region is first asked for. */
export class RegionMap<T> {
  private readonly regions = new Map<string, T>();

  /** @param isEmpty whether nothing is lost where the region is forgotten and made anew */
  constructor(
    private readonly make: (region: string) => T,
    private readonly isEmpty: (state: T) => boolean,
  ) {}

  in(region: string): T {
    const known = this.regions.get(region);
    if (known !== undefined) return known;
    if (this.regions.size >= mostEmpty) this.forgetEmpty();
    const made = this.make(region);
    this.regions.set(region, made);
    return made;
  }

  /** Of every region that was asked for. */
  values(): Iterable<T> {
    return this.regions.values();
  }

  private forgetEmpty(): void {
    for (const [region, state] of this.regions) if (this.isEmpty(state)) this.regions.delete(region);
  }
}
