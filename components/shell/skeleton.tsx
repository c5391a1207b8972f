/** The workspace's outlines while its script starts: everything stands where it will be. */
export function Skeleton() {
  return (
    <div className="app" data-view="list" aria-busy="true">
      <div className="rail" />
      <div className="list" />
      <div className="panel" />
    </div>
  );
}
